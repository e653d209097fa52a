"""Arabic articles in; an Arabic summary, its English translation and the key quotes out."""

__version__ = "0.1.0"
