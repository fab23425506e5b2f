"""Where the site will stand and where its repository is: two settings, both from the environment."""

import os
from dataclasses import dataclass
from urllib.parse import quote

SITE = "COURSE_SITE_URL"  # such as https://example.org/almost-allies/
REPOSITORY = "COURSE_REPOSITORY"  # owner/name on GitHub; a GitHub workflow sets GITHUB_REPOSITORY by itself
UNKNOWN_SITE = "http://localhost:8000/"


@dataclass(frozen=True)
class Settings:
    """The site's address, which ends in a slash, and the repository as owner/name ("" where it is not known)."""

    site: str = UNKNOWN_SITE
    repository: str = ""

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read both settings; raise ValueError if the address is no address."""
        site = os.environ.get(SITE, "").strip() or UNKNOWN_SITE
        if not site.startswith(("http://", "https://")):
            raise ValueError(f"{SITE} is {site!r}: write the site's whole address, beginning with https://.")
        repository = os.environ.get(REPOSITORY) or os.environ.get("GITHUB_REPOSITORY") or ""
        return cls(site.rstrip("/") + "/", repository.strip())

    def binder(self, notebook: str, from_page: str) -> str:
        """Return the address that opens a notebook in Binder, or the page that says what Binder is.

        notebook : such as "00-start-here.ipynb"; from_page : the way from the page to the site's root, such as "../"

        >>> Settings(repository="a/b").binder("00-start-here.ipynb", "../")
        'https://mybinder.org/v2/gh/a/b/HEAD?urlpath=lab/tree/notebooks/00-start-here.ipynb'
        >>> Settings().binder("00-start-here.ipynb", "../")
        '../ways.html#binder'
        """
        if not self.repository:
            return f"{from_page}ways.html#binder"
        tree = quote(f"lab/tree/notebooks/{notebook}", safe="/")
        return f"https://mybinder.org/v2/gh/{self.repository}/HEAD?urlpath={tree}"
