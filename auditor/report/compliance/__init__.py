"""The compliance report of a period: the rows of the self-evaluation form, the trend and the sample."""
