"""What a person sees: Chromium against the demo."""
