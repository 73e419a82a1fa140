"""What holds across all rooms: journeys in a browser, and the architecture as tests."""
