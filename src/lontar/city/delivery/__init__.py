"""What they receive: entitlements, hand-over, receipts."""
