"""What a page tells machines of itself: link previews (Open Graph) and schema.org's words for lessons and courses."""

import json
from html import escape
from typing import Any

from website.reading import citation
from website.reading.executed_lessons import course_facts, front_matter
from website.reading.site_settings import Settings

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_AUDIENCE = {"@type": "EducationalAudience", "educationalRole": "student"}


def tags(page: str, title: str, settings: Settings) -> str:
    """Return the tags for a page's head.

    page : Sphinx's name of it, such as "lessons/02-one-missing-word"; title : as the page shows it
    """
    facts = course_facts()
    slug = page.removeprefix("lessons/")
    lesson = next((entry for entry in facts["lessons"] if page == f"lessons/{entry['folder']}"), None)
    words = f"Lesson {int(slug[:2])}: {lesson['question']}" if lesson else str(facts["subtitle"])
    card = f"{settings.site}_static/cards/{slug if lesson else 'course'}.png"
    pairs = {
        "og:title": title if page != "index" else f"{facts['title']}: {facts['subtitle']}",
        "og:type": "article" if lesson else "website",
        "og:url": f"{settings.site}{page}.html",
        "og:site_name": str(facts["title"]),
        "og:description": words,
        "og:image": card,
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": f"A figure of {title}" if lesson else f"A figure of {facts['title']}",
    }
    lines = [f'<meta property="{name}" content="{escape(value)}">' for name, value in pairs.items()]
    lines += ['<meta name="twitter:card" content="summary_large_image">']
    if lesson or page == "index":
        lines += [f'<meta name="description" content="{escape(words)}">']
        data = lesson_data(lesson, settings) if lesson else course_data(settings)
        # "<" would let a text end the script element.
        text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
        lines += [f'<script type="application/ld+json">{text}</script>']
    return "\n".join(lines)


def lesson_data(lesson: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """Return a lesson as schema.org's LearningResource; lesson : an entry of lessons/course.yml."""
    facts = course_facts()
    address = f"{settings.site}lessons/{lesson['folder']}.html"
    return {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": address,
        "url": address,
        "name": lesson["title"],
        "description": lesson["question"],
        "learningResourceType": "lesson",
        "educationalLevel": "Upper secondary education",
        "typicalAgeRange": "15-",
        "inLanguage": facts["language"],
        "timeRequired": f"PT{lesson['minutes']}M",
        "teaches": list(front_matter(lesson["folder"]).get("objectives") or []),
        "isAccessibleForFree": True,
        "license": LICENCE,
        "audience": _AUDIENCE,
        "author": _authors(),
        "image": f"{settings.site}_static/cards/{lesson['folder']}.png",
        "isPartOf": {"@type": "Course", "@id": settings.site, "name": facts["title"]},
    }


def course_data(settings: Settings) -> dict[str, Any]:
    """Return the course as schema.org's Course."""
    facts, cff = course_facts(), citation.facts()
    minutes = sum(entry["minutes"] for entry in facts["lessons"])
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": settings.site,
        "url": settings.site,
        "name": facts["title"],
        "description": " ".join(str(cff["abstract"]).split()),
        "inLanguage": facts["language"],
        "isAccessibleForFree": True,
        "license": LICENCE,
        "version": str(cff["version"]),
        "datePublished": str(cff["date-released"]),
        "audience": _AUDIENCE,
        "provider": _authors(),
        "hasCourseInstance": {"@type": "CourseInstance", "courseMode": "online", "courseWorkload": f"PT{minutes}M"},
        "hasPart": [
            {
                "@type": "LearningResource",
                "@id": f"{settings.site}lessons/{entry['folder']}.html",
                "name": entry["title"],
            }
            for entry in facts["lessons"]
        ],
    }


def _authors() -> list[dict[str, str]]:
    return [{"@type": "Organization", "name": str(name)} for name in course_facts()["authors"]]
