"""Does the model hold? Fit the earlier part of a log, simulate the later one, compare the two.

``validate_log`` reads like the protocol: split on time, fit the train part, simulate logs of the
test window, measure five distances beside baselines and a floor. See
docs/howto/validate-a-model-on-a-log.md.
"""

from accord.study.validation.run import validate_log
from accord.study.validation.table import Line, Validation

__all__ = ["Line", "Validation", "validate_log"]
