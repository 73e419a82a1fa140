"""What the people room promises, floor by floor."""
