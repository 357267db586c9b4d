"""What all tests share."""

from hypothesis import settings

# A slow machine is no failure. The same code gives the same result on every run;
# `--hypothesis-profile=hunt` looks at other cases each time.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("hunt", deadline=None, max_examples=1000)
settings.load_profile("steady")
