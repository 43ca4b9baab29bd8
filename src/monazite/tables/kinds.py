"""The kinds of rows: their columns, what a cell may hold, and what it says in the graph."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError
from rdflib import DCTERMS, SKOS, URIRef

from monazite.tables.values import (
    CellError,
    Date,
    Figure,
    Period,
    parse_date,
    parse_figure,
    parse_list,
    parse_period,
    parse_share,
    tidy,
)
from monazite.vocabulary import MZ

AGREEMENTS: dict[str, tuple[URIRef, URIRef, URIRef]] = {
    # type: class, what `from` is, what `to` is
    "supply": (MZ.SupplyAgreement, MZ.supplier, MZ.buyer),
    "offtake": (MZ.OfftakeAgreement, MZ.supplier, MZ.buyer),
    "tolling": (MZ.TollingAgreement, MZ.tollingCustomer, MZ.toller),
    "partnership": (MZ.Partnership, MZ.partner, MZ.partner),
    "joint-venture": (MZ.JointVenture, MZ.partner, MZ.partner),
    "lease": (MZ.Lease, MZ.lessor, MZ.lessee),
    "loan": (MZ.Loan, MZ.lender, MZ.borrower),
    "grant": (MZ.Grant, MZ.grantor, MZ.grantee),
    "license": (MZ.LicenseAgreement, MZ.licensor, MZ.licensee),
    "acquisition": (MZ.Acquisition, MZ.acquirer, MZ.acquired),
}
ORGANIZATIONS: dict[str, URIRef] = {
    "organization": MZ.Organization,
    "company": MZ.Company,
    "state-owned-enterprise": MZ.StateOwnedEnterprise,
    "government-body": MZ.GovernmentBody,
    "research-institute": MZ.ResearchInstitute,
    "financial-institution": MZ.FinancialInstitution,
    "publisher": MZ.Publisher,
}
FACILITIES: dict[str, URIRef] = {
    "facility": MZ.Facility,
    "mine": MZ.Mine,
    "processing-plant": MZ.ProcessingPlant,
    "manufacturing-plant": MZ.ManufacturingPlant,
    "production-line": MZ.ProductionLine,
}
INITIATIVES: dict[str, URIRef] = {
    "initiative": MZ.Initiative,
    "strategy": MZ.Strategy,
    "policy": MZ.Policy,
    "export-control": MZ.ExportControl,
    "quota": MZ.Quota,
    "funding-programme": MZ.FundingProgramme,
}
# The class that an observation gets by its measure; any other measure makes a plain mz:Observation.
OBSERVATIONS: dict[str, URIRef] = {
    "capacity": MZ.CapacityObservation,
    "feed-capacity": MZ.CapacityObservation,
    "production": MZ.ProductionObservation,
    "mine-production": MZ.ProductionObservation,
    "resource": MZ.ResourceObservation,
    "reserve": MZ.ResourceObservation,
    "import": MZ.TradeObservation,
    "export": MZ.TradeObservation,
    "price": MZ.PriceObservation,
    "revenue": MZ.RevenueObservation,
    "world-share": MZ.ShareObservation,
    "content": MZ.ShareObservation,
    "process-yield": MZ.ShareObservation,
    "process-loss": MZ.ShareObservation,
    "governance-voice-accountability": MZ.IndexObservation,
    "governance-political-stability": MZ.IndexObservation,
    "governance-government-effectiveness": MZ.IndexObservation,
    "governance-regulatory-quality": MZ.IndexObservation,
    "governance-rule-of-law": MZ.IndexObservation,
    "governance-control-of-corruption": MZ.IndexObservation,
}


@dataclass(frozen=True)
class Says:
    """The cell is the object of `property`: plain text, text in English, or a date."""

    property: URIRef
    language: str | None = None


@dataclass(frozen=True)
class Names:
    """The cell names entities of one of `families`, objects of `property` where there is one."""

    families: tuple[str, ...]
    property: URIRef | None = None
    # What an entity that is named here for the first time is.
    cls: URIRef | None = None
    # Schemes whose concepts may stand there too, where no entity has the name.
    schemes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Concepts:
    """The cell names concepts of one of `schemes`, objects of `property` where there is one."""

    schemes: tuple[str, ...]
    property: URIRef | None = None


@dataclass(frozen=True)
class Measures:
    """The cell is a figure: `property` leads to a Quantity, or to a MonetaryAmount if it has a currency.

    `unit`, `currency` name the columns that say in what it is measured; `fixed` is a unit that needs none.
    """

    property: URIRef
    unit: str | None = None
    currency: str | None = None
    fixed: str | None = None


@dataclass(frozen=True)
class Key:
    """The cell is a part of what tells the row from others: another value here is another claim."""


ORGANIZATION, FACILITY, PROJECT, INITIATIVE, PLACE, ANY = (
    ("organization",),
    ("facility",),
    ("project",),
    ("initiative",),
    ("place",),
    ("organization", "facility", "project", "initiative", "place"),
)
# What contents and yields are of, besides entities.
CHAIN = ("stage", "process", "product", "element", "element-group", "mineral")


def _cell(parse: Callable[[Any], Any]) -> BeforeValidator:
    """A validator that tells what is wrong in the parser's own words."""
    known = lru_cache(50_000)(parse)

    def validate(cell: object) -> object:
        try:
            # The same words stand in many cells; of numbers 1 and 1.0 and True would be one to a cache.
            return known(cell) if isinstance(cell, str) else parse(cell)
        except CellError as error:
            raise PydanticCustomError("cell", "{problem}", {"problem": str(error)}) from error

    return BeforeValidator(validate)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return tidy(str(cell))


def _word(cell: object) -> str:
    """A word of a closed list, however it was spelt: `Joint venture` is `joint-venture`."""
    return re.sub(r"[\s_]+", "-", _text(cell).casefold())


def _slug(cell: object) -> str:
    text = _text(cell)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise CellError("not an identifier; right would be small letters, digits and single hyphens")
    return text


def _address(cell: object) -> str:
    text = _text(cell)
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`\[\]]+", text):
        raise CellError(
            "not a web address; right would be one that starts with https:// and has no blanks or brackets "
            "(%20, %5B and %5D)"
        )
    return text


def _country(cell: object) -> str:
    text = _text(cell).upper()
    if not re.fullmatch("[A-Z]{2}", text):
        raise CellError("not a country code; right would be two letters of ISO 3166-1 like CN")
    return text


def _currency(cell: object) -> str:
    text = _text(cell).upper()
    if not re.fullmatch("[A-Z]{3}", text):
        raise CellError("not a currency code; right would be three letters of ISO 4217 like CNY")
    return text


def _degrees(limit: int) -> Callable[[object], str]:
    def parse(cell: object) -> str:
        figure = parse_figure(cell)
        if figure.value is None or figure.rest or abs(figure.value) > limit:
            raise CellError(f"not decimal degrees; right would be a number from -{limit} to {limit}")
        return str(figure.value)

    return parse


def _whole(cell: object) -> int:
    figure = parse_figure(cell)
    if figure.value is None or figure.rest or figure.value % 1 or figure.value < 1:
        raise CellError("not a whole number from 1")
    return int(figure.value)


Text = Annotated[str, _cell(_text)]
Slug = Annotated[str, _cell(_slug)]
Address = Annotated[str, _cell(_address)]
Country = Annotated[str, _cell(_country)]
Currency = Annotated[str, _cell(_currency)]
Listed = Annotated[tuple[str, ...], _cell(parse_list)]
DateCell = Annotated[Date, _cell(parse_date)]
PeriodCell = Annotated[Period, _cell(parse_period)]
FigureCell = Annotated[Figure, _cell(parse_figure)]
ShareCell = Annotated[Figure, _cell(parse_share)]
Latitude = Annotated[str, _cell(_degrees(90))]
Longitude = Annotated[str, _cell(_degrees(180))]
Whole = Annotated[int, _cell(_whole)]


class Row(BaseModel):
    """A row of a table; a cell that is blank is None, or an empty tuple where several values may stand."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    kind: ClassVar[str]


class Claim(Row):
    """A row that a source document makes: everything but the documents themselves."""

    source: Annotated[Slug | None, Key()] = Field(
        None, description="id of the document that says so, from the sheet sources; blank: the only one there"
    )
    note: Annotated[Text | None, Says(DCTERMS.description, "en")] = Field(
        None, description="what else the document says, in your own words"
    )


class Told(Claim):
    """A claim that is a thing of its own: an agreement, a stake, an observation."""

    id: Slug | None = Field(
        None, description="leave blank: it is made from the columns in bold; keep it once it is there"
    )


class SourceRow(Row):
    """A document: a news item, a filing, a report, a data table."""

    kind: ClassVar[str] = "sources"

    id: Annotated[Slug, Key()] = Field(description="a short name of your own", examples=["acme-2024-report"])
    title: Text = Field(description="the title as printed", examples=["Annual report 2024"])
    publisher: Annotated[Text, Names(ORGANIZATION, DCTERMS.publisher, MZ.Publisher)] = Field(
        description="who published it", examples=["U.S. Geological Survey"]
    )
    author: Annotated[Text | None, Says(DCTERMS.creator)] = Field(
        None, description="a person, or the agency whose report the publisher reprints"
    )
    url: Address | None = Field(None, description="where it is", examples=["https://example.org/report"])
    published: Annotated[DateCell | None, Says(DCTERMS.issued)] = Field(
        None, description="year, month or day; blank: undated", examples=["2024-05-17"]
    )
    retrieved: Annotated[DateCell | None, Says(MZ.retrievedOn)] = Field(
        None, description="the day on which it was read"
    )
    language: Annotated[Text | None, Says(DCTERMS.language)] = Field(None, description="like en or zh-Hans")
    note: Annotated[Text | None, Says(SKOS.editorialNote, "en")] = Field(None, description="a remark")


class OrganizationRow(Claim):
    """A company, government body, institute, bank or publisher."""

    kind: ClassVar[str] = "organizations"

    name: Annotated[Text, Key()] = Field(description="its name in English", examples=["Lynas Rare Earths"])
    name_zh: Text | None = Field(None, description="its name in Chinese", examples=["北方稀土"])
    aliases: Listed = Field((), description="its other names, between semicolons")
    type: Annotated[Literal[tuple(ORGANIZATIONS)], BeforeValidator(_word)] | None = Field(  # type: ignore[valid-type]
        None, description="what it is; blank: organization"
    )
    country: Country | None = Field(None, description="where it is registered, ISO 3166-1", examples=["AU"])
    based_in: Annotated[Text | None, Names(PLACE, MZ.basedIn)] = Field(
        None, description="the place of its seat, most exact first", examples=["Las Vegas, Nevada"]
    )
    legal_name: Text | None = Field(None, description="its name in the register")
    website: Address | None = Field(None, description="its own pages")


class IdentifierRow(Claim):
    """An identifier or stock listing of an organization, facility or place."""

    kind: ClassVar[str] = "identifiers"

    entity: Annotated[Text, Key(), Names(ANY)] = Field(description="whose it is", examples=["MP Materials"])
    scheme: Annotated[Text, Key()] = Field(
        description="ticker, or a scheme such as lei, isin, wikidata", examples=["ticker"]
    )
    value: Annotated[Text, Key()] = Field(
        description="as the scheme writes it; a ticker with its ISO 10383 exchange", examples=["XNYS:MP"]
    )


class FacilityRow(Claim):
    """A mine, plant or production line."""

    kind: ClassVar[str] = "facilities"

    name: Annotated[Text, Key()] = Field(description="its name in English", examples=["Mountain Pass"])
    name_zh: Text | None = Field(None, description="its name in Chinese")
    aliases: Listed = Field((), description="its other names, between semicolons")
    type: Annotated[Literal[tuple(FACILITIES)], BeforeValidator(_word)] | None = Field(  # type: ignore[valid-type]
        None, description="what it is; blank: read from its stages"
    )
    stages: Annotated[Listed, Concepts(("stage",), MZ.stage)] = Field(
        (), description="the steps of the chain that it runs", examples=["mining; beneficiation"]
    )
    operator: Annotated[Text | None, Names(ORGANIZATION, MZ.operator)] = Field(
        None, description="who runs it; owners stand in the sheet stakes"
    )
    country: Country | None = Field(None, description="ISO 3166-1", examples=["US"])
    region: Text | None = Field(None, description="the state or province", examples=["California"])
    locality: Text | None = Field(None, description="the town, county or industrial zone")
    latitude: Latitude | None = Field(None, description="decimal degrees, WGS 84", examples=["35.48"])
    longitude: Longitude | None = Field(None, description="decimal degrees, WGS 84", examples=["-115.53"])
    status: Annotated[Text | None, Concepts(("lifecycle-status",), MZ.lifecycleStatus)] = Field(
        None, description="how far it is", examples=["operating"]
    )
    status_as_of: Annotated[DateCell | None, Says(MZ.statusAsOf)] = Field(
        None, description="when that was so"
    )
    started: Annotated[DateCell | None, Says(MZ.startedOn)] = Field(
        None, description="when it started, or is to start"
    )
    ended: Annotated[DateCell | None, Says(MZ.endedOn)] = Field(None, description="when it was closed")
    consumes: Annotated[Listed, Concepts(("product",), MZ.consumes)] = Field(
        (), description="what it takes in"
    )
    produces: Annotated[Listed, Concepts(("product",), MZ.produces)] = Field(
        (), description="what it makes", examples=["NdPr oxide"]
    )
    supplied_by: Annotated[Listed, Names(("facility", "organization"), MZ.suppliedBy)] = Field(
        (), description="who is said to feed it, without more being known of the deal"
    )
    minerals: Annotated[Listed, Concepts(("mineral",), MZ.extracts)] = Field(
        (), description="ore minerals of a mine"
    )
    floor_area: Annotated[FigureCell | None, Measures(MZ.floorArea, fixed="m2")] = Field(
        None, description="in square metres"
    )
    initiative: Annotated[Listed, Names(INITIATIVE, MZ.underInitiative)] = Field(
        (), description="the programme or strategy that it comes under"
    )


class ProjectRow(Claim):
    """A project, or one phase of it."""

    kind: ClassVar[str] = "projects"

    name: Annotated[Text, Key()] = Field(description="the name of the project")
    name_zh: Text | None = Field(None, description="its name in Chinese")
    phase: Annotated[Whole | None, Key()] = Field(None, description="1, 2 ...; blank: the project as a whole")
    sponsor: Annotated[Listed, Names(ORGANIZATION, MZ.sponsor)] = Field((), description="who is behind it")
    builds: Annotated[Listed, Names(FACILITY, MZ.builds)] = Field((), description="what it builds")
    upgrades: Annotated[Listed, Names(FACILITY, MZ.upgrades)] = Field((), description="what it upgrades")
    place: Annotated[Text | None, Names(PLACE, MZ.locatedIn)] = Field(None, description="where")
    products: Annotated[Listed, Concepts(("product",), MZ.plannedProduct)] = Field(
        (), description="what it is to make"
    )
    status: Annotated[Text | None, Concepts(("project-status",), MZ.projectStatus)] = Field(
        None, description="how far it is"
    )
    condition: Annotated[Text | None, Says(MZ.conditionalOn, "en")] = Field(
        None, description="on what it depends"
    )
    planned_start: Annotated[DateCell | None, Says(MZ.plannedStart)] = Field(
        None, description="when it is to start"
    )
    planned_end: Annotated[DateCell | None, Says(MZ.plannedEnd)] = Field(
        None, description="when it is to be done"
    )
    initiative: Annotated[Listed, Names(INITIATIVE, MZ.underInitiative)] = Field(
        (), description="the programme or strategy that it comes under"
    )


class AgreementRow(Told):
    """A deal between two parties."""

    kind: ClassVar[str] = "agreements"

    type: Annotated[Literal[tuple(AGREEMENTS)], BeforeValidator(_word), Key()] = Field(  # type: ignore[valid-type]
        description="what kind of deal", examples=["offtake"]
    )
    from_: Annotated[Text, Key()] = Field(
        alias="from",
        description="supplier, tolling customer, lessor, lender, grantor, licensor, acquirer or partner",
        examples=["Lynas Rare Earths"],
    )
    to: Annotated[Text, Key()] = Field(
        description="buyer, toller, lessee, borrower, grantee, licensee, what is acquired, other partner"
    )
    subject: Annotated[Text | None, Key(), Names(("facility", "project"))] = Field(
        None, description="the facility or project that it is about"
    )
    forms: Annotated[Text | None, Names(ORGANIZATION, MZ.formsCompany, MZ.Company)] = Field(
        None, description="the company that a joint venture forms"
    )
    product: Annotated[Listed, Concepts(("product",), MZ.product)] = Field(
        (), description="what is delivered"
    )
    quantity: Annotated[FigureCell | None, Measures(MZ.agreedQuantity, unit="unit")] = Field(
        None, description="how much", examples=["up to 5,000"]
    )
    unit: Text | None = Field(None, description="of the quantity", examples=["t/a"])
    amount: Annotated[FigureCell | None, Measures(MZ.amount, currency="currency")] = Field(
        None, description="the money", examples=["120 million"]
    )
    currency: Currency | None = Field(None, description="ISO 4217", examples=["AUD"])
    announced: Annotated[DateCell | None, Says(MZ.announcedOn)] = Field(
        None, description="when it was made known"
    )
    signed: Annotated[DateCell | None, Says(MZ.signedOn)] = Field(None, description="when it was signed")
    start: Annotated[DateCell | None, Says(MZ.validFrom)] = Field(None, description="from when it holds")
    end: Annotated[DateCell | None, Says(MZ.validUntil)] = Field(None, description="until when it holds")
    status: Annotated[Text | None, Concepts(("agreement-status",), MZ.agreementStatus)] = Field(
        None, description="how firm it is", examples=["binding"]
    )
    initiative: Annotated[Listed, Names(INITIATIVE, MZ.underInitiative)] = Field(
        (), description="the programme that it comes under"
    )


class InvestmentRow(Told):
    """Money put into an organization, a facility or a project."""

    kind: ClassVar[str] = "investments"

    investor: Annotated[Text | None, Key(), Names(ORGANIZATION, MZ.investor)] = Field(
        None, description="who puts it in; blank: not said"
    )
    investee: Annotated[Text | None, Key(), Names(ORGANIZATION, MZ.investee)] = Field(
        None, description="the organization that gets it"
    )
    funds: Annotated[Text | None, Key(), Names(("facility", "project"), MZ.funds)] = Field(
        None, description="the facility or project that it pays for"
    )
    amount: Annotated[FigureCell | None, Measures(MZ.amount, currency="currency")] = Field(
        None, description="as stated", examples=["RMB 120 million"]
    )
    currency: Currency | None = Field(None, description="ISO 4217", examples=["CNY"])
    equivalent: FigureCell | None = Field(
        None, description="the document's own conversion", examples=["16.38 million"]
    )
    equivalent_currency: Currency | None = Field(
        None, description="ISO 4217 of the conversion", examples=["USD"]
    )
    announced: Annotated[DateCell | None, Says(MZ.announcedOn)] = Field(
        None, description="when it was made known"
    )
    status: Annotated[Text | None, Concepts(("agreement-status",), MZ.agreementStatus)] = Field(
        None, description="how firm it is"
    )


class StakeRow(Told):
    """A share that one holds in another."""

    kind: ClassVar[str] = "stakes"

    holder: Annotated[Text, Key(), Names(ORGANIZATION, MZ.holder)] = Field(description="who holds it")
    held: Annotated[Text, Key(), Names(("organization", "facility", "project"), MZ.held)] = Field(
        description="in what"
    )
    share: Annotated[ShareCell | None, Measures(MZ.share, fixed="%")] = Field(
        None, description="in percent; blank: not known", examples=["51"]
    )
    as_of: Annotated[DateCell | None, Says(MZ.asOf)] = Field(None, description="when that was so")
    announced: Annotated[DateCell | None, Says(MZ.announcedOn)] = Field(
        None, description="when it was made known"
    )
    start: Annotated[DateCell | None, Says(MZ.validFrom)] = Field(None, description="since when")
    end: Annotated[DateCell | None, Says(MZ.validUntil)] = Field(None, description="until when")
    status: Annotated[Text | None, Concepts(("agreement-status",), MZ.agreementStatus)] = Field(
        None, description="how firm it is; blank: it is held"
    )


class InitiativeRow(Claim):
    """A strategy, policy, law, quota, export control or funding programme."""

    kind: ClassVar[str] = "initiatives"

    name: Annotated[Text, Key()] = Field(description="its name in English", examples=["Two Rare Earth Bases"])
    name_zh: Text | None = Field(None, description="its name in Chinese")
    aliases: Listed = Field((), description="its other names, between semicolons")
    type: Annotated[Literal[tuple(INITIATIVES)], BeforeValidator(_word)] | None = Field(  # type: ignore[valid-type]
        None, description="what it is; blank: initiative"
    )
    issuer: Annotated[Text | None, Names(("organization", "place"), MZ.issuer)] = Field(
        None, description="who issued it"
    )
    start: Annotated[DateCell | None, Says(MZ.validFrom)] = Field(None, description="since when")
    end: Annotated[DateCell | None, Says(MZ.validUntil)] = Field(None, description="until when")
    covers: Annotated[Listed, Concepts(("stage", "product", "element"), MZ.covers)] = Field(
        (), description="stages, products or elements that it is about"
    )
    places: Annotated[Listed, Names(PLACE, MZ.covers)] = Field((), description="places that it is about")
    participants: Annotated[Listed, Names(ORGANIZATION, MZ.participant)] = Field(
        (), description="who takes part"
    )
    aim: Annotated[Text | None, Says(MZ.aim, "en")] = Field(None, description="what it is for")


class TargetRow(Told):
    """A figure that an initiative sets itself."""

    kind: ClassVar[str] = "targets"

    initiative: Annotated[Text, Key(), Names(INITIATIVE)] = Field(description="whose target")
    measure: Annotated[Text, Key(), Concepts(("measure",), MZ.measure)] = Field(description="of what")
    value: Annotated[FigureCell, Measures(MZ.result, unit="unit", currency="unit")] = Field(
        description="how much"
    )
    unit: Text | None = Field(None, description="a unit, %, or a currency code")
    by: Annotated[DateCell | None, Key(), Says(MZ.targetDate)] = Field(None, description="until when")


class ObservationRow(Told):
    """A measured, planned or estimated figure: capacity, production, reserves, trade, price ..."""

    kind: ClassVar[str] = "observations"

    subject: Annotated[Text, Key(), Names(ANY, MZ.featureOfInterest, schemes=CHAIN)] = Field(
        description="a facility, organization or place; for a content the part, for a yield the stage",
        examples=["Mountain Pass"],
    )
    measure: Annotated[Text, Key(), Concepts(("measure",), MZ.measure)] = Field(
        description="what is measured", examples=["capacity"]
    )
    product: Annotated[Text | None, Key(), Concepts(("product", "element"), MZ.product)] = Field(
        None, description="of what product"
    )
    period: Annotated[PeriodCell | None, Key()] = Field(
        None, description="for what time", examples=["2024", "2024-Q2", "FY2025"]
    )
    value: Annotated[FigureCell, Measures(MZ.result, unit="unit", currency="unit")] = Field(
        description="as stated", examples=["up to 3,000"]
    )
    unit: Text | None = Field(None, description="t, t/a, %, m2, USD, USD/kg ...", examples=["t/a"])
    basis: Annotated[Text | None, Concepts(("quantity-basis",), MZ.quantityBasis)] = Field(
        None, description="what the tonnes are of", examples=["reo"]
    )
    capacity: Annotated[Text | None, Key(), Concepts(("capacity-kind",), MZ.capacityKind)] = Field(
        None, description="for a capacity: nameplate, permitted, planned or actual"
    )
    modality: Annotated[Text | None, Concepts(("modality",), MZ.modality)] = Field(
        None, description="stated, planned, forecast or estimated; blank: stated"
    )
    as_of: Annotated[DateCell | None, Says(MZ.asOf)] = Field(None, description="when that was so")
    partner: Annotated[Text | None, Key(), Names(PLACE, MZ.tradePartner)] = Field(
        None, description="for trade: the other country"
    )
    whole: Annotated[Text | None, Names(ANY, MZ.shareOf, schemes=CHAIN)] = Field(
        None, description="for a share: of what; for a yield what goes in"
    )


KINDS: dict[str, type[Row]] = {
    row.kind: row
    for row in (
        SourceRow,
        OrganizationRow,
        IdentifierRow,
        FacilityRow,
        ProjectRow,
        AgreementRow,
        InvestmentRow,
        StakeRow,
        InitiativeRow,
        TargetRow,
        ObservationRow,
    )
}


def columns(kind: type[Row]) -> dict[str, str]:
    """The columns of a kind in the order of its sheet: the heading, and the name of the model's field."""
    fields = {field.alias or name: name for name, field in kind.model_fields.items()}
    last = ("note", "source", "id") if issubclass(kind, Claim) else ("note",)
    ordered = [heading for heading in fields if heading not in last]
    return {heading: fields[heading] for heading in (*ordered, *(x for x in last if x in fields))}


def owned(kind: type[Row]) -> set[str]:
    """The properties that the marks of a kind's columns speak of."""
    marks = [mark for info in kind.model_fields.values() for mark in info.metadata]
    return {str(mark.property) for mark in marks if getattr(mark, "property", None) is not None}


@cache
def marked(kind: type[Row]) -> tuple[tuple[str, str, object], ...]:
    """The marks of a kind's fields: the name of the field, its heading, the mark."""
    return tuple(
        (name, info.alias or name, mark)
        for name, info in kind.model_fields.items()
        for mark in info.metadata
        if isinstance(mark, Says | Names | Concepts | Measures)
    )


def is_key(kind: type[Row], field: str) -> bool:
    """Whether another value in this column makes another claim of the row."""
    return any(isinstance(mark, Key) for mark in kind.model_fields[field].metadata)
