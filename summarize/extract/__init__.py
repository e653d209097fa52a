"""Summaries made of what is there: which words matter, which sentences to take, what can be left out of them. Pure."""
