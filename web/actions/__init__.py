"""What people do on a running case of their own accord: the applicant, third parties, officials."""
