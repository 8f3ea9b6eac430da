"""The small signs of BPMN inside shapes, as SVG, drawn from the upper left corner (0, 0) of a 16 by 16 field."""

LINE = 'fill="none" stroke="{ink}" stroke-width="1.2" stroke-linecap="round" stroke-linejoin="round"'

USER = '<circle cx="8" cy="4.6" r="3.1"/><path d="M1.8 14.5c0-3.6 2.6-5.6 6.2-5.6s6.2 2 6.2 5.6z"/>'
SERVICE = (
    '<circle cx="8" cy="8" r="2.4"/>'
    '<path d="M8 1.5v2.2M8 12.3v2.2M1.5 8h2.2M12.3 8h2.2M3.4 3.4L5 5M11 11l1.6 1.6M12.6 3.4L11 5M5 11l-1.6 1.6"/>'
    '<circle cx="8" cy="8" r="4.6"/>'
)
RULE = '<path d="M1.5 2.5h13v11h-13zM1.5 6h13M1.5 9.8h13M5.5 6v7.5"/>'
SCRIPT = (
    '<path d="M4 1.5h9c-2.4 2.4-2.4 4.2 0 6.5s2.4 4.2 0 6.5H4c2.4-2.3 2.4-4.2 0-6.5s-2.4-4.1 0-6.5z"/>'
    '<path d="M5.4 5h5M6 8h5M6.6 11h5"/>'
)
MANUAL = '<path d="M2 7l4-4h7v2H8h6v2.4H8.6 14v2.4H8.6h4.6v2.4H6L2 10z"/>'
MESSAGE = '<path d="M1.5 3.5h13v9h-13zM1.5 3.5L8 8.8l6.5-5.3"/>'
CALL = '<path d="M1.5 1.5h13v13h-13zM8 4.5v7M4.5 8h7"/>'
SEQUENTIAL = '<path d="M2 4h12M2 8h12M2 12h12"/>'
PARALLEL = '<path d="M4 2v12M8 2v12M12 2v12"/>'
ERROR = '<path d="M2.6 12.8L6 3.6l3.4 5.6 4-6.6-3.4 9.6-3.6-5.4z"/>'
TIMER = '<circle cx="8" cy="8" r="6.2"/><path d="M8 4v4l2.8 1.6"/>'
LINK = '<path d="M2.5 6h6.5V3.2L14 8l-5 4.8V10H2.5z"/>'
EXCLUSIVE = '<path stroke-width="2.2" d="M3.5 3l9 10M12.5 3l-9 10"/>'
PARALLEL_GATEWAY = '<path stroke-width="2.2" d="M8 1.5v13M1.5 8h13"/>'
INCLUSIVE = '<circle stroke-width="2.2" cx="8" cy="8" r="6"/>'
EVENT_BASED = '<circle cx="8" cy="8" r="6.5"/><path d="M8 4.2l3.8 2.8-1.5 4.4H5.7L4.2 7z"/>'

#: by BPMN element name
TASKS = {
    "userTask": USER,
    "serviceTask": SERVICE,
    "businessRuleTask": RULE,
    "scriptTask": SCRIPT,
    "manualTask": MANUAL,
    "sendTask": MESSAGE,
    "receiveTask": MESSAGE,
}
GATEWAYS = {
    "exclusiveGateway": EXCLUSIVE,
    "parallelGateway": PARALLEL_GATEWAY,
    "inclusiveGateway": INCLUSIVE,
    "eventBasedGateway": EVENT_BASED,
}
EVENTS = {
    "errorEventDefinition": ERROR,
    "timerEventDefinition": TIMER,
    "messageEventDefinition": MESSAGE,
    "linkEventDefinition": LINK,
}


def placed(symbol: str, x: float, y: float, ink: str) -> str:
    """A symbol with its upper left corner at x, y."""
    return f'<g transform="translate({x:g} {y:g})" {LINE.format(ink=ink)}>{symbol}</g>'
