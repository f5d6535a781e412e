"""Placeholder replaced by the accounts pages."""
from allauth.account.forms import BaseSignupForm as SignupForm  # noqa: F401
