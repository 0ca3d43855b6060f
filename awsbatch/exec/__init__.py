"""Programs run with an `aws` of their own, which warm processes answer."""
