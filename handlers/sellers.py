"""The seller whom a lead assigns, as the register of sellers knows them."""

from pydantic import BaseModel

from handlers.ports import HandlerContext
from handlers.registry import handler


class Seller(BaseModel):
    """Who sells; `grade` 4 (entry) to 1 (sells everything), None: may not sell."""

    user: str
    name: str
    certificate_no: str
    grade: int | None = None


class SellerInputs(BaseModel):
    """Whom the form names."""

    seller: Seller


class SellerOutputs(BaseModel):
    """The seller with the register's grade."""

    seller: Seller


@handler("presales.seller.look_up", queue="sellers", reads=("seller",))
def look_up_seller(inputs: SellerInputs, context: HandlerContext) -> SellerOutputs:
    """Take grade, name and certificate from the register: nobody grades a seller for the occasion (D04e).

    One whom the register does not know has no grade. Without a register (no users file) the form's word holds."""
    known = context.records["seller"]
    return SellerOutputs(seller=inputs.seller if known is None else inputs.seller.model_copy(update=known))


HANDLERS = (look_up_seller,)
