"""The values that nothing of awsbatch's own may show, and what stands in their place."""
