"""Training of the extraction's weights on annotated articles; needs the extra ``train``."""
