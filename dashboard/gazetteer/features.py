"""The kinds of place that a text on conflict may name: GeoNames' feature codes that the gazetteer takes from a dump.

Left out: what is history (codes in H: ADM1H, PPLH, PPLCH, ...), roads and railways (class R), undersea (U) and woods (V),
and of the rest farms, wells, springs, hotels, shops, schools, stops and the like, whose names are legion and seldom news.
Names of codes: https://www.geonames.org/export/codes.html
"""

from __future__ import annotations

# class A: countries, divisions
_DIVISIONS = {
    "ADM1": "first-order administrative division", "ADM2": "second-order administrative division",
    "ADM3": "third-order administrative division", "ADM4": "fourth-order administrative division",
    "ADMD": "administrative division", "LTER": "leased area", "PCL": "political entity",
    "PCLD": "dependent political entity", "PCLF": "freely associated state", "PCLI": "independent political entity",
    "PCLIX": "section of independent political entity", "PCLS": "semi-independent political entity",
    "TERR": "territory", "ZN": "zone", "ZNB": "buffer zone",
}  # fmt: skip
# class P: towns and villages
_POPULATED = {
    "PPL": "populated place", "PPLA": "seat of a first-order administrative division",
    "PPLA2": "seat of a second-order administrative division", "PPLA3": "seat of a third-order administrative division",
    "PPLA4": "seat of a fourth-order administrative division", "PPLA5": "seat of a fifth-order administrative division",
    "PPLC": "capital of a political entity", "PPLF": "farm village", "PPLG": "seat of government of a political entity",
    "PPLL": "populated locality", "PPLQ": "abandoned populated place", "PPLR": "religious populated place",
    "PPLS": "populated places", "PPLW": "destroyed populated place", "PPLX": "section of populated place",
    "STLMT": "israeli settlement",
}  # fmt: skip
# class H: waters
_WATERS = {
    "BAY": "bay", "BAYS": "bays", "BGHT": "bight", "CHN": "channel", "CNL": "canal", "CNLN": "navigation canal",
    "COVE": "cove", "ESTY": "estuary", "FJD": "fjord", "FLLS": "waterfall", "GLCR": "glacier", "GULF": "gulf",
    "HBR": "harbor", "INLT": "inlet", "LGN": "lagoon", "LK": "lake", "LKC": "crater lake", "LKI": "intermittent lake",
    "LKN": "salt lake", "LKNI": "intermittent salt lake", "LKS": "lakes", "MRSH": "marsh", "MRSHN": "salt marsh",
    "NRWS": "narrows", "OCN": "ocean", "RSV": "reservoir", "RSVI": "intermittent reservoir", "SBKH": "sabkha",
    "SD": "sound", "SEA": "sea", "STM": "stream", "STMA": "anabranch", "STMC": "canalized stream",
    "STMD": "distributary", "STMI": "intermittent stream", "STMS": "streams", "STRT": "strait", "SWMP": "swamp",
    "WAD": "wadi", "WADS": "wadies", "WTLD": "wetland",
}  # fmt: skip
# class T: mountains, islands, deserts
_LANDFORMS = {
    "ATOL": "atoll", "BCH": "beach", "CAPE": "cape", "CNYN": "canyon", "DLTA": "delta", "DPR": "depression",
    "DSRT": "desert", "ERG": "sandy desert", "FORD": "ford", "GAP": "gap", "GRGE": "gorge", "HDLD": "headland",
    "HLL": "hill", "HLLS": "hills", "HMDA": "rock desert", "ISL": "island", "ISLET": "islet", "ISLS": "islands",
    "ISTH": "isthmus", "MESA": "mesa", "MT": "mountain", "MTS": "mountains", "PASS": "pass", "PEN": "peninsula",
    "PK": "peak", "PKS": "peaks", "PLAT": "plateau", "PLN": "plain", "PROM": "promontory", "PT": "point",
    "RDGE": "ridge", "SDL": "saddle", "SPUR": "spur", "UPLD": "upland", "VAL": "valley", "VALS": "valleys",
    "VLC": "volcano",
}  # fmt: skip
# class L: regions, bases, fields, parks
_AREAS = {
    "AREA": "area", "BTL": "battlefield", "CONT": "continent", "CST": "coast", "GASF": "gasfield",
    "INDS": "industrial area", "LCTY": "locality", "MILB": "military base", "MNA": "mining area",
    "MVA": "maneuver area", "NVB": "naval base", "OAS": "oasis", "OILF": "oilfield", "PRK": "park", "PRT": "port",
    "RES": "reserve", "RESN": "nature reserve", "RESV": "reservation", "RESW": "wildlife reserve", "RGN": "region",
    "RGNE": "economic region", "RGNL": "lake region", "TRB": "tribal area",
}  # fmt: skip
# class S: sites
_SITES = {
    "AIRB": "airbase", "AIRF": "airfield", "AIRP": "airport", "ANS": "archaeological site", "BDG": "bridge",
    "BRKS": "barracks", "CH": "church", "CMP": "camp", "CMPRF": "refugee camp", "CSTL": "castle",
    "CTRA": "atomic center", "CTRM": "medical center", "DAM": "dam", "DIP": "diplomatic facility", "FT": "fort",
    "HSP": "hospital", "INSM": "military installation", "MN": "mine", "MKT": "market", "MSQE": "mosque",
    "MSTY": "monastery", "OILR": "oil refinery", "PAL": "palace", "PRN": "prison",
    "PS": "power station", "PSH": "hydroelectric power station", "PSN": "nuclear power station",
    "PSTB": "border post", "PSTC": "customs post", "PSTP": "patrol post", "RUIN": "ruin", "SCHM": "military school",
    "SHRN": "shrine", "SQR": "square", "STNC": "coast guard station", "SYG": "synagogue", "TMPL": "temple",
    "TRMO": "oil pipeline terminal", "UNIV": "university",
}  # fmt: skip

FEATURES = {"A": _DIVISIONS, "P": _POPULATED, "H": _WATERS, "T": _LANDFORMS, "L": _AREAS, "S": _SITES}
_CLASS_OF = {code: letter for letter, codes in FEATURES.items() for code in codes}


def is_kept(feature_class: str, feature_code: str) -> bool:
    """Whether the gazetteer takes places of this GeoNames class ("P") and code ("PPL") from a dump."""
    return feature_code in FEATURES.get(feature_class, {})


def feature_class(feature_code: str) -> str:
    """GeoNames' class of a code that the gazetteer takes ("PPL" -> "P"), "" of any other."""
    return _CLASS_OF.get(feature_code, "")
