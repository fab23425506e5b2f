"""A marking that ends its process at one submission, as a crash would; a new process must find it under this name."""

import os
import signal

from helpers.teacher import running
from helpers.teacher.incoming import Submission


def end_if_bad(submission: Submission) -> running.Outcome:
    if submission.name.endswith("-04"):
        os.kill(os.getpid(), signal.SIGKILL)
    return running.mark_one(submission, running._job)
