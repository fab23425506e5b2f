"""A content package: a zip with a manifest that names every file, in the shape of IMS Content Packaging 1.1."""

import io
import zipfile
from dataclasses import dataclass

from helpers.teacher.exports.xml_out import Tag, tag, to_bytes

_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"


@dataclass(frozen=True)
class Resource:
    """A file of the package. kind : as the standard names it; needs : ids of the resources that it refers to."""

    id: str
    kind: str
    path: str
    content: bytes
    needs: tuple[str, ...] = ()


def name_of(identifier: str) -> str:
    """Return an id as XML allows it, which never begins with a figure.

    >>> name_of("02-who"), name_of("fact")
    ('_02-who', 'fact')
    """
    return identifier if identifier[:1].isalpha() else f"_{identifier}"


def manifest(identifier: str, schema: str, version: str, resources: list[Resource]) -> Tag:
    """Return imsmanifest.xml."""
    return tag(
        "manifest",
        tag("metadata", tag("schema", schema), tag("schemaversion", version)),
        tag("organizations"),
        tag(
            "resources",
            *(
                tag(
                    "resource",
                    tag("file", href=one.path),
                    *(tag("dependency", identifierref=need) for need in one.needs),
                    identifier=one.id,
                    type=one.kind,
                    href=one.path,
                )
                for one in resources
            ),
        ),
        xmlns=_CP,
        identifier=identifier,
    )


def package(identifier: str, schema: str, version: str, resources: list[Resource]) -> bytes:
    """Return the zip."""
    files = {"imsmanifest.xml": to_bytes(manifest(identifier, schema, version, resources))}
    files |= {one.path: one.content for one in resources}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            # ZipInfo, not the path alone: that would write the time of day, and the same exercises give the same bytes.
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
