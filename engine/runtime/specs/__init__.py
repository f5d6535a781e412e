"""Behaviour of each flow node on SpiffWorkflow's task specs; specs never change while cases run."""
