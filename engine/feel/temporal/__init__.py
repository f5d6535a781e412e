"""Dates, times and durations of FEEL: exact to the nanosecond, over years of nine digits."""

from engine.feel.temporal.values import DayTimeDuration, YearMonthDuration

__all__ = ["DayTimeDuration", "YearMonthDuration"]
