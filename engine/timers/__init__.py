"""What time does by itself: timers of cases, start events that wait for a moment, conditions."""
