"""`python -m lineproof` is `lineproof`."""

from lineproof.cli import main

if __name__ == "__main__":
    main()
