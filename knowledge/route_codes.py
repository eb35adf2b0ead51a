"""Codes of the routes, and of the roads that may stay open beside the first one."""

from enum import StrEnum


class Route(StrEnum):
    """The road that we name first."""

    EMERGENCY = "emergency"
    POLICE = "police"
    ADMINISTRATIVE_REMEDY = "administrative_remedy"
    COURT = "court"
    LAWYER = "lawyer"
    MEDIATE = "mediate"
    INFORMATION = "information"
    NONE = "none"


class OtherRoad(StrEnum):
    """Bodies and proceedings that are never the first road but may be named beside it."""

    LABOUR_ARBITRATION = "labour_arbitration"
    LABOUR_INSPECTION = "labour_inspection"
    COMMERCIAL_ARBITRATION = "commercial_arbitration"
    LAND_ARBITRATION = "land_arbitration"
    CONSUMER_COMPLAINT = "consumer_complaint"
    ADMINISTRATIVE_MEDIATION = "administrative_mediation"
    NOTARY = "notary"
    LEGAL_AID = "legal_aid"
    JUDICIAL_CONFIRMATION = "judicial_confirmation"
    PAYMENT_ORDER = "payment_order"


ROUTES = frozenset(str(route) for route in Route)
ALTERNATIVES = (ROUTES - {Route.EMERGENCY, Route.NONE, Route.INFORMATION}) | frozenset(str(road) for road in OtherRoad)
