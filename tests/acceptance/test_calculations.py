"""/presales/quotations:calculate and /presales/needs:calculate: the handlers' figures without a case."""

ASKED = {
    "on": "2026-11-23",
    "insured": {"birthDate": "1991-06-01", "sex": "M", "occupationClass": 1, "householdIncome": 260_000},
    "plan": {"productClass": "TERM", "sumInsured": 1_000_000, "termYears": 20, "payYears": 20},
    "payMode": "MONTHLY",
}


def test_a_quotation_with_every_line(http):
    answer = http.post("/presales/quotations:calculate", json=ASKED)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    # net 803.31 / 0.75 gives 1.07 per mille; monthly 0.09
    assert (found["annualPremium"], found["modalPremium"], found["ratePerMille"]) == (1070.00, 96.30, 1.07)
    assert [line["id"] for line in found["lines"]][:3] == ["NET_PREMIUM", "GROSS_RATE", "BASE_PREMIUM"]
    assert all(line["formulaId"] and line["basis"] for line in found["lines"])
    assert len(found["years"]) == 20
    assert (found["scenarios"], len(found["stress"])) == ([], 2)


def test_what_the_tariff_does_not_allow_is_told(http):
    answer = http.post("/presales/quotations:calculate", json=ASKED | {"discounts": ["FRIEND"]})
    assert answer.status_code == 400
    assert "FRIEND" in answer.text
    assert http.post("/presales/quotations:calculate", json=ASKED | {"payMode": "WEEKLY"}).status_code == 400
    assert http.post("/presales/quotations:calculate", json=ASKED | {"jurisdiction": "XX"}).status_code == 400


def test_with_a_products_code_its_limits_hold(http, catalogue):  # noqa: ARG001 - it must be loaded
    def asked(**plan):
        whole = {"productCode": "DEMO-TERM", "sumInsured": 1_000_000, "termYears": 20, "payYears": 20, **plan}
        return http.post("/presales/quotations:calculate", json=ASKED | {"plan": whole})

    found = asked().json()
    assert found["annualPremium"] == 1070.00
    assert (found["basis"]["productCode"], found["basis"]["productVersion"]) == ("DEMO-TERM", 1)
    assert "12" in asked(termYears=12, payYears=12).json()["detail"]  # only some terms are filed
    tariff = {"productClass": "TERM", "sumInsured": 1_000_000, "termYears": 12, "payYears": 12}
    assert http.post("/presales/quotations:calculate", json=ASKED | {"plan": tariff}).status_code == 200
    assert "DEMO-NOTHING" in asked(productCode="DEMO-NOTHING").json()["detail"]
    assert "DEMO-TERM" in asked(productClass="WHOLE").json()["detail"]
    neither = {"sumInsured": 1_000_000, "termYears": 20, "payYears": 20}
    assert http.post("/presales/quotations:calculate", json=ASKED | {"plan": neither}).status_code == 400


def test_needs_by_every_method(http):
    client = {"birthDate": "1991-06-01", "annualIncome": 300_000}
    needs = {"annualExpenses": 150_000, "dependants": [{"relation": "CHILD", "birthDate": "2023-06-01"}]}
    answer = http.post("/presales/needs:calculate", json={"on": "2026-11-23", "client": client, "needs": needs})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["incomeMultipleNeed"], found["premiumBudget"]) == (3_000_000, 30_000)  # N08
    assert {each["id"]: each["amount"] for each in found["methods"]}["NA1"] == 4217955.85  # N04
    assert found["affordability"]["envelope"] == 30_000


def test_a_field_that_is_not_asked_for_is_named(http):
    answer = http.post("/presales/needs:calculate", json={"client": {"anualIncome": 1}, "needs": {}})
    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == ["client.anualIncome"]
