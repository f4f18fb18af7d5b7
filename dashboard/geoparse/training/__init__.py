"""Training of the recogniser and the resolver: ``python -m dashboard.geoparse.training CORPORA``.

Not needed to run anything: the trained weights lie in ``data/model``. Needs the extra ``train``.
"""
