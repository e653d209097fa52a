"""From open parallel text to the embedded Arabic→English translator: python -m training.translator all"""
