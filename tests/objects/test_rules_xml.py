"""The XML of the storage protocol."""

from datetime import datetime, timezone
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelyard.objects.rules import xml
from modelyard.objects.rules.requests import Refused

AT = datetime(2026, 1, 2, 3, 4, 5, 678_900, tzinfo=timezone.utc)


class TestWriting:
    @given(st.text(max_size=50), st.text(max_size=50))
    def test_any_text_makes_a_readable_error(self, message: str, resource: str) -> None:
        root = ET.fromstring(xml.error_body("AccessDenied", message, resource=resource, request_id="r"))

        assert root.findtext("Code") == "AccessDenied"

    def test_an_error_names_resource_and_request(self) -> None:
        root = ET.fromstring(xml.error_body("NoSuchKey", "a < b & c", resource="/b/ü", request_id="r-1"))

        assert [root.findtext(name) for name in ("Message", "Resource", "RequestId")] == ["a < b & c", "/b/ü", "r-1"]

    def test_a_list_of_no_buckets_still_has_the_element(self) -> None:
        assert b"<Buckets></Buckets>" in xml.bucket_list("d", [], region="r")

    def test_moments_have_milliseconds(self) -> None:
        assert b"<CreationDate>2026-01-02T03:04:05.678Z</CreationDate>" in xml.bucket_list("d", [("b", AT)], region="r")

    def test_other_answers_are_well_formed(self) -> None:
        for body in (xml.location("r"), xml.owner_acl("d"), xml.element("A", "<B>1</B>")):
            ET.fromstring(body)


class TestBatchDelete:
    def test_keys_versions_and_quiet_are_read(self) -> None:
        found = xml.read_batch_delete(
            b'<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet><Object><Key>a&amp;b</Key></Object>'
            b"<Object><Key>c</Key><VersionId>v</VersionId></Object></Delete>"
        )

        assert found == xml.BatchDelete([("a&b", None), ("c", "v")], quiet=True)

    def test_encoded_keys_are_decoded(self) -> None:
        found = xml.read_batch_delete(b"<Delete><EncodingType>url</EncodingType><Object><Key>a%2Fb+c</Key></Object></Delete>")

        assert found.objects == [("a/b c", None)]

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"nonsense",
            b"<Other/>",
            b"<Delete/>",
            b"<Delete><Object/></Delete>",
            b"<Delete>" + b"<Object><Key>k</Key></Object>" * 1001 + b"</Delete>",
            b'<!DOCTYPE d [<!ENTITY a "b">]><Delete><Object><Key>&a;</Key></Object></Delete>',
            '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY a "b">]><Delete/>'.encode("utf-16"),
            b"\xff\xfe",
        ],
    )
    def test_anything_else_is_refused(self, body: bytes) -> None:
        with pytest.raises(Refused, match="MalformedXML"):
            xml.read_batch_delete(body)

    @given(
        st.lists(
            st.tuples(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1), st.none()), min_size=1
        )
    )
    def test_what_is_written_for_the_store_is_what_was_authorised(self, objects: list[tuple[str, str | None]]) -> None:
        wanted = [item for item in objects if not xml._NOT_XML.search(item[0])] or [("k", "v")]

        assert list(xml.read_batch_delete(xml.batch_delete(wanted)).objects) == wanted

    def test_the_answer_joins_store_and_refusals(self) -> None:
        store = b"<DeleteResult><Deleted><Key>a</Key></Deleted><Error><Key>b</Key><Code>X</Code></Error></DeleteResult>"
        failures = [xml.KeyFailure("c", "v", "AccessDenied", "no"), xml.KeyFailure("d", None, "AccessDenied", "no")]

        loud = xml.batch_result(store, failures, quiet=False).decode()
        quiet = xml.batch_result(store, failures, quiet=True).decode()

        assert loud.count("<Deleted>") == 1
        assert loud.count("<Error>") == 3
        assert quiet.count("<Deleted>") == 0
        assert xml.batch_result(None, [], quiet=True)

    def test_the_code_of_an_error_of_the_store_is_found(self) -> None:
        assert xml.error_code(xml.error_body("NoSuchBucket", "", resource="", request_id="")) == "NoSuchBucket"
        assert xml.error_code(b"nonsense") == ""
        assert xml.error_code(b"<Error/>") == ""
