"""Find the place names of an article and say which places they are: recognise, then resolve."""

from dashboard.geoparse.geoparser import Geoparser
from dashboard.geoparse.tokens import Sentence, Token, sentences, tokenize

__all__ = ["Geoparser", "Sentence", "Token", "sentences", "tokenize"]
