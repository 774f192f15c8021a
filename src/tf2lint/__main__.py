"""`python -m tf2lint`."""

from tf2lint.cli import main

raise SystemExit(main())
