"""What a premium rests on: the mortality table and the interest of a product class, and the columns made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.pricing.commutation import Commutation, commutation
from handlers.pricing.cover import NotInsurable
from handlers.pricing.design import Design, LifeCover, design_of
from handlers.pricing.mortality import MortalityTable, MortalityTables, makeham


@dataclass(frozen=True, slots=True)
class Basis:
    """Table, design with its interest, and the commutation columns for a standard life."""

    table: MortalityTable
    design: Design

    @property
    def columns(self) -> Commutation:
        """For a life at the table's rates."""
        return commutation(self.table, self.design.interest)

    @property
    def name(self) -> str:
        """The table and its version, as a line of the quotation names them."""
        return f"{self.table.id} {self.table.version}"


def basis_of(cover: LifeCover, pricing: Mapping[str, Any], tables: MortalityTables | None = None) -> Basis:
    """The basis of a cover by the `pricing` parameter set.

    The first row of `pricing.table` for the class and sex names a loaded table; for a class without rows the built-in
    demonstration table (`pricing.mortality`) holds. Raises KeyError for a class without design or a missing table,
    NotInsurable where the class has tables, but none for this sex."""
    return Basis(_table(cover, pricing, tables), design_of(cover.product_class, pricing))


def _table(cover: LifeCover, pricing: Mapping[str, Any], tables: MortalityTables | None) -> MortalityTable:
    rows = [row for row in pricing.get("table", ()) if cover.product_class in row["classes"]]
    for row in rows:
        if row.get("sex", cover.sex) == cover.sex:
            if tables is None:
                raise KeyError(f"Expected the mortality table {row['id']}, but no tables are loaded.")
            return tables.mortality_table(row["id"], age_basis=row["age_basis"], close=row.get("close", False))
    if rows:
        raise NotInsurable(f"產品類型 {cover.product_class} 的生命表依性別區分,缺少被保險人性別,請先補充客戶資料。")
    return makeham(pricing["mortality"], table_id=pricing["mortality"]["id"], version=pricing["version"])
