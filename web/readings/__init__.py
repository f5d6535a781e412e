"""Who read which personal data: written down as pages answer, and told to whose data it is."""
