"""Import of mortality tables: what is read, and what is refused."""

import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest

from handlers.pricing.basis import basis_of
from handlers.pricing.cover import NotInsurable
from handlers.pricing.design import LifeCover
from handlers.pricing.mortality import InvalidTable
from handlers.pricing.tables import from_csv, from_xtbml
from service.presales.parameters import ParameterFiles
from tests.unit.handlers.published_tables import content, published

XTBML = b"""<?xml version="1.0"?><XTbML><Table><MetaData><ScalingFactor>0</ScalingFactor>
<AxisDef id="Age"><Increment>1</Increment></AxisDef></MetaData>
<Values><Axis><Y t="40">0.5</Y><Y t="41">1</Y></Axis></Values></Table></XTbML>"""


# q_x printed in the domain specification (11.2)
@pytest.mark.parametrize(
    ("number", "at_30", "at_40", "at_60", "at_80"),
    [
        (3375, 0.000797, 0.001651, 0.009161, 0.082220),
        (3376, 0.000340, 0.000692, 0.004414, 0.055385),
        (3377, 0.000595, 0.001270, 0.006258, 0.061403),
        (3378, 0.000247, 0.000542, 0.003088, 0.038718),
        (3379, 0.000407, 0.000878, 0.004660, 0.044492),
        (3380, 0.000175, 0.000410, 0.002315, 0.026770),
        (1876, 0.001061, 0.002254, 0.010943, 0.059942),
        (1877, 0.000401, 0.000822, 0.004984, 0.041628),
        (2008, 0.000490, 0.001118, 0.007862, 0.068698),
    ],
)
def test_published_tables_are_read_from_xtbml(number, at_30, at_40, at_60, at_80):
    assert [published(number).rate(age) for age in (30, 40, 60, 80)] == [at_30, at_40, at_60, at_80]


def test_of_a_select_and_ultimate_file_the_ultimate_table_is_read():
    assert (published(3287).first_age, published(3287).last_age) == (0, 120)


def test_the_version_names_the_file():
    file = b"age,qx\n0,0.1\n1,1\n"
    table = from_csv(file, "OWN", age_basis="ANB")
    assert (table.id, table.age_basis, table.rates) == ("OWN", "ANB", (0.1, 1.0))
    assert table.version == f"sha256:{hashlib.sha256(file).hexdigest()[:12]}"
    assert from_csv(b"\xef\xbb\xbfAge, qx\r\n0,0.1\r\n1,1\r\n", "OWN", age_basis="ANB").rates == table.rates


def test_a_table_that_ends_below_certainty_is_closed_only_if_asked():
    with pytest.raises(InvalidTable, match="end with 1"):
        from_xtbml(content(2008), "HKA01", age_basis="ALB")
    closed = from_xtbml(content(2008), "HKA01", age_basis="ALB", close=True)
    assert closed.rate(100) == 1.0
    assert closed.version.endswith("+closed")


@pytest.mark.parametrize(
    ("damaged", "says"),
    [
        (XTBML.replace(b"<XTbML>", b'<!DOCTYPE XTbML [<!ENTITY x "1">]><XTbML>'), "DOCTYPE"),
        (XTBML.replace(b"<ScalingFactor>0", b"<ScalingFactor>3"), "unscaled"),
        (XTBML.replace(b"<Increment>1", b"<Increment>5"), "unscaled"),
        (XTBML.replace(b"XTbML", b"Table2"), "root XTbML"),
        (XTBML.replace(b't="41"', b't="42"'), "one by one"),
        (XTBML.replace(b't="41"', b't="old"'), "whole ages"),
        (XTBML.replace(b">0.5<", b">1.5<"), "between 0 and 1"),
        (XTBML.replace(b">0.5<", b">nan<"), "between 0 and 1"),
        (XTBML.replace(b'<AxisDef id="Age">', b'<AxisDef id="Duration"/><AxisDef id="Age">'), "by age alone"),
        (XTBML[:-5], "well-formed"),
        (b" " * 3_000_000, "at most"),
    ],
)
def test_damaged_xtbml_is_refused(damaged, says):
    with pytest.raises(InvalidTable, match=says):
        from_xtbml(damaged, "X", age_basis="ALB")


@pytest.mark.parametrize(
    ("damaged", "says"),
    [
        (b"", "header"),
        (b"x,qx\n0,1\n", "header"),
        (b"age,qx\n0,0.5,1\n", "two columns"),
        (b"age,qx\n0,1\n", "ages"),
        (b"age,qx\n0,0.5\n0,1\n", "one by one"),
        (b"age,qx\n-1,0.5\n0,1\n", "one by one"),
        (b"age,qx\n0,half\n1,1\n", "whole ages"),
        (b"age,qx\n0,0.5\n1,0.9\n", "end with 1"),
        (b"age,qx\n" + b"".join(b"%d,0.5\n" % age for age in range(300)), "200 ages"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_damaged_csv_is_refused(damaged, says):
    with pytest.raises(InvalidTable, match=says):
        from_csv(damaged, "X", age_basis="ALB")


def test_a_parameter_set_names_a_table_by_the_file_beside_it(tmp_path):
    folder = tmp_path / "CN" / "mortality"
    folder.mkdir(parents=True)
    (folder / "OWN.csv").write_bytes(b"age,qx\n0,0.1\n1,1\n")
    (folder / "CL1.xml").write_bytes(content(3375))
    tables = ParameterFiles(tmp_path)
    assert tables.mortality_table("OWN", age_basis="ALB").rates == (0.1, 1.0)
    pricing = {"table": [{"classes": ["TERM"], "sex": "M", "id": "CL1", "age_basis": "ALB"}]}
    pricing |= {"interest": {"ORDINARY": 0.02}, "design": {"TERM": {"benefit": "TERM"}}, "loading_ratio": {}}
    man = LifeCover("TERM", 35, 20, 20, Decimal(1_000_000), "ANNUAL", sex="M")
    assert round(basis_of(man, pricing, tables).columns.term(35, 20), 8) == 0.04358610
    with pytest.raises(NotInsurable, match="性別"):  # never the demonstration table instead
        basis_of(replace(man, sex=None), pricing, tables)
    for missing in ("NONE", "../OWN2"):
        with pytest.raises(KeyError, match="Expected one file of the mortality table"):
            tables.mortality_table(missing, age_basis="ALB")
    with pytest.raises(KeyError, match="no tables are loaded"):
        basis_of(man, pricing)


def test_two_jurisdictions_with_one_name_for_two_tables_are_told_apart_by_nobody(tmp_path):
    for jurisdiction, rate in (("AA", "0.1"), ("BB", "0.2")):
        folder = tmp_path / jurisdiction / "mortality"
        folder.mkdir(parents=True)
        (folder / "OWN.csv").write_text(f"age,qx\n40,{rate}\n41,1\n", "utf-8")
    with pytest.raises(KeyError, match=r"AA/mortality/OWN\.csv, BB/mortality/OWN\.csv"):
        ParameterFiles(tmp_path).mortality_table("OWN", age_basis="ALB")
