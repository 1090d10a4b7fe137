"""What we do. One file a step, in the order of the work; session first, then keyword-only; never commits."""
