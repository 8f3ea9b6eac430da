"""Client T01 of the domain specification and the case: what tests of single stages, papers and diagrams start from."""

CASE = {
    "case_no": "PS-20261123-000001",
    "product_line": "LIFE",
    "client_type": "INDIVIDUAL",
    "channel": "AGENT",
    "jurisdiction": "CN",
    "currency": "CNY",
    "language": "zh-Hant",
    "region": "Shanghai",
    "opened_on": "2026-11-23",
    "owner": {"user": "amy", "name": "陳小美", "certificate_no": "02000131000080002019000123", "grade": 3},
    "company": {"name": "示範人壽保險股份有限公司"},
}
APPLICANT = {
    "name": "陳志明",
    "sex": "M",
    "birth_date": "1988-03-15",
    "phone": "+8613812345678",
    "email": "chen@example.com",
    "occupation": "軟件工程師",
    "occupation_class": 1,
    "annual_income": 200_000,
    "household_income": 260_000,
    "net_assets": 900_000,
    "dependants": 2,
    "has_mortgage": True,
    "existing_sum_insured": 0,
}
