"""``python -m dashboard`` is ``conflict-dashboard``."""

from dashboard.cli import main

raise SystemExit(main())
