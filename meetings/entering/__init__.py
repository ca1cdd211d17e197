"""Entering: delegates are let in to their seats on the hall's tablets, by codes that work once."""
