"""The figures of the invented commune Vĩnh Thịnh; totals are summed here, so that papers agree."""

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from official_form import Grid


class Village(NamedTuple):
    """One village and its year."""

    name: str
    households: int
    people: int
    minority: int
    poor_before: int
    poor: int
    near_poor: int
    spring_rice: float
    spring_yield: float
    summer_rice: float
    summer_yield: float
    maize: float
    maize_yield: float
    vegetables: float
    buffaloes: int
    pigs: int
    poultry: int
    new_forest: float
    ponds: float
    cultured: int
    roads: float
    paved: float
    insured: int


def read_villages() -> list[Village]:
    """Read the villages from the file beside this one."""
    path = Path(__file__).with_name("villages.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return [village_from(row) for row in csv.DictReader(lines)]


def village_from(row: dict[str, str]) -> Village:
    """Turn one row into a village; what has a decimal point is a measure, the rest are counts."""
    numbers: dict[str, Any] = {
        key: float(text) if "." in text else int(text) for key, text in row.items() if key != "name"
    }
    return Village(name=row["name"], **numbers)


VILLAGES = read_villages()


class Budget(NamedTuple):
    """One line of the budget, in millions of đồng: plan, expected result, next year's plan."""

    number: str
    name: str
    plan: int
    result: int
    next: int


REVENUES = [
    Budget("1", "Thuế giá trị gia tăng khu vực ngoài quốc doanh", 6200, 6580, 6900),
    Budget("2", "Thuế thu nhập cá nhân", 1450, 1610, 1700),
    Budget("3", "Lệ phí trước bạ", 2300, 2180, 2400),
    Budget("4", "Thuế sử dụng đất phi nông nghiệp", 180, 196, 200),
    Budget("5", "Phí, lệ phí", 620, 655, 680),
    Budget("6", "Thu tiền sử dụng đất", 8500, 7120, 9000),
    Budget("7", "Thu tiền thuê đất, thuê mặt nước", 450, 512, 520),
    Budget("8", "Thu khác ngân sách", 800, 934, 900),
    Budget("9", "Thu hoa lợi công sản từ quỹ đất công ích", 1000, 1078, 1100),
]
INVESTMENTS = [
    Budget("1", "Từ nguồn phân cấp ngân sách tập trung", 10800, 10640, 11400),
    Budget("2", "Từ nguồn thu tiền sử dụng đất", 6800, 5696, 7200),
]
RECURRENTS = [
    Budget("1", "Sự nghiệp giáo dục, đào tạo và dạy nghề", 75200, 75180, 78450),
    Budget("2", "Sự nghiệp y tế, dân số và gia đình", 6050, 6015, 6320),
    Budget("3", "Sự nghiệp văn hóa, thể thao, truyền thanh", 2310, 2298, 2480),
    Budget("4", "Sự nghiệp kinh tế", 8900, 9245, 9640),
    Budget("5", "Sự nghiệp bảo vệ môi trường", 1900, 1886, 2150),
    Budget("6", "Quốc phòng, an ninh và trật tự an toàn xã hội", 4520, 4610, 4780),
    Budget("7", "Quản lý hành chính, Đảng, đoàn thể", 30400, 30275, 31260),
    Budget("8", "Bảo đảm xã hội", 14100, 14362, 14870),
    Budget("9", "Chi thường xuyên khác", 910, 894, 940),
]
RESERVE = Budget("", "Dự phòng ngân sách", 3200, 2846, 3460)
OWN_SHARE = Budget("1", "Thu ngân sách xã được hưởng theo phân cấp", 15900, 15230, 16740)
TARGETED = Budget("3", "Bổ sung có mục tiêu từ ngân sách tỉnh", 12600, 12600, 13180)
CARRIED = Budget("4", "Thu chuyển nguồn", 1240, 1240, 860)


def vn(number: float, decimals: int = 0) -> str:
    """Write a number as Vietnamese does: 12.480 and 6,8."""
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def share(part: float, whole: float, decimals: int = 1) -> str:
    """Write a share in per cent."""
    return vn(100 * part / whole, decimals)


def total(value: Callable[[Village], float]) -> float:
    """Sum a figure over all villages."""
    return sum(value(village) for village in VILLAGES)


def summed(number: str, name: str, lines: list[Budget]) -> Budget:
    """Sum budget lines."""
    return Budget(
        number,
        name,
        sum(line.plan for line in lines),
        sum(line.result for line in lines),
        sum(line.next for line in lines),
    )


REVENUE = summed("A", "TỔNG THU NGÂN SÁCH NHÀ NƯỚC TRÊN ĐỊA BÀN", REVENUES)
INVESTMENT = summed("I", "Chi đầu tư phát triển", INVESTMENTS)
RECURRENT = summed("II", "Chi thường xuyên", RECURRENTS)
SPENDING = summed("B", "TỔNG CHI NGÂN SÁCH XÃ", [INVESTMENT, RECURRENT, RESERVE])
BALANCING = Budget(
    "2",
    "Bổ sung cân đối từ ngân sách tỉnh",
    *(
        whole - own - targeted - carried
        for whole, own, targeted, carried in zip(
            SPENDING[2:], OWN_SHARE[2:], TARGETED[2:], CARRIED[2:], strict=True
        )
    ),
)
SOURCES = [OWN_SHARE, BALANCING, TARGETED, CARRIED]


def spring_tons(village: Village) -> float:
    """Return the rice of spring, in tons."""
    return village.spring_rice * village.spring_yield / 10


def summer_tons(village: Village) -> float:
    """Return the rice of summer, in tons."""
    return village.summer_rice * village.summer_yield / 10


def maize_tons(village: Village) -> float:
    """Return the maize of the year, in tons."""
    return village.maize * village.maize_yield / 10


def numbered(rows: list[list[str]], sums: list[str]) -> list[list[str]]:
    """Count the rows and put the sums below them."""
    return [[str(number), *row] for number, row in enumerate(rows, 1)] + [
        ["**", "Tổng cộng", *sums]
    ]


def by_village(
    heads: list[str], columns: list[Callable[[Village], float]], decimals: list[int]
) -> list[list[str]]:
    """Return one row a village, and the sums."""
    rows = [
        [
            village.name,
            *(
                vn(column(village), digits)
                for column, digits in zip(columns, decimals, strict=True)
            ),
        ]
        for village in VILLAGES
    ]
    sums = [vn(total(column), digits) for column, digits in zip(columns, decimals, strict=True)]
    return [["STT", "Thôn, bản", *heads], *numbered(rows, sums)]


def population_grid() -> Grid:
    """Return households and people by village."""
    columns: list[Callable[[Village], float]] = [
        lambda v: v.households,
        lambda v: v.people,
        lambda v: v.minority,
        lambda v: v.insured,
        lambda v: v.cultured,
    ]
    heads = [
        "Số hộ",
        "Nhân khẩu",
        "Người dân tộc thiểu số",
        "Người có thẻ BHYT",
        "Hộ gia đình văn hóa",
    ]
    return Grid([12, 40, 20, 22, 23, 23, 22], by_village(heads, columns, [0] * 5))


def rice_grid(season: str) -> Grid:
    """Return area, yield and crop of rice in one season."""
    spring = season == "spring"
    area: Callable[[Village], float] = (
        (lambda v: v.spring_rice) if spring else (lambda v: v.summer_rice)
    )
    crop: Callable[[Village], float] = (
        (lambda v: round(spring_tons(v), 1)) if spring else (lambda v: round(summer_tons(v), 1))
    )
    rows = [
        [
            v.name,
            vn(area(v), 1),
            vn(v.spring_yield if spring else v.summer_yield, 1),
            vn(crop(v), 1),
        ]
        for v in VILLAGES
    ]
    sums = [vn(total(area), 1), vn(10 * total(crop) / total(area), 1), vn(total(crop), 1)]
    return Grid(
        [14, 58, 30, 30, 30],
        [
            ["STT", "Thôn, bản", "Diện tích (ha)", "Năng suất (tạ/ha)", "Sản lượng (tấn)"],
            *numbered(rows, sums),
        ],
    )


def maize_grid() -> Grid:
    """Return maize and vegetables by village."""
    rows = [
        [v.name, vn(v.maize, 1), vn(v.maize_yield, 1), vn(maize_tons(v), 1), vn(v.vegetables, 1)]
        for v in VILLAGES
    ]
    tons, area = sum(round(maize_tons(v), 1) for v in VILLAGES), total(lambda v: v.maize)
    sums = [vn(area, 1), vn(10 * tons / area, 1), vn(tons, 1), vn(total(lambda v: v.vegetables), 1)]
    return Grid(
        [14, 48, 25, 25, 25, 25],
        [
            [
                "STT",
                "Thôn, bản",
                "Diện tích ngô (ha)",
                "Năng suất (tạ/ha)",
                "Sản lượng (tấn)",
                "Rau các loại (ha)",
            ],
            *numbered(rows, sums),
        ],
    )


def livestock_grid() -> Grid:
    """Return animals, ponds and new forest by village."""
    columns: list[Callable[[Village], float]] = [
        lambda v: v.buffaloes,
        lambda v: v.pigs,
        lambda v: v.poultry,
        lambda v: v.ponds,
        lambda v: v.new_forest,
    ]
    heads = [
        "Trâu, bò (con)",
        "Lợn (con)",
        "Gia cầm (con)",
        "Mặt nước nuôi cá (ha)",
        "Rừng trồng mới (ha)",
    ]
    return Grid([12, 40, 21, 21, 23, 22, 23], by_village(heads, columns, [0, 0, 0, 1, 1]))


def poverty_grid() -> Grid:
    """Return poor and nearly poor households by village."""
    rows = [
        [
            v.name,
            vn(v.households),
            vn(v.poor_before),
            vn(v.poor),
            share(v.poor, v.households),
            vn(v.near_poor),
            share(v.near_poor, v.households),
        ]
        for v in VILLAGES
    ]
    whole = total(lambda v: v.households)
    poor, near = total(lambda v: v.poor), total(lambda v: v.near_poor)
    sums = [
        vn(whole),
        vn(total(lambda v: v.poor_before)),
        vn(poor),
        share(poor, whole),
        vn(near),
        share(near, whole),
    ]
    heads = [
        "Tổng số hộ",
        "Hộ nghèo đầu năm",
        "Hộ nghèo cuối năm",
        "Tỷ lệ (%)",
        "Hộ cận nghèo",
        "Tỷ lệ (%)",
    ]
    return Grid(
        [12, 39, 19, 20, 20, 16, 19, 17], [["STT", "Thôn, bản", *heads], *numbered(rows, sums)]
    )


def roads_grid() -> Grid:
    """Return roads by village."""
    rows = [
        [v.name, vn(v.roads, 1), vn(v.paved, 1), vn(v.roads - v.paved, 1), share(v.paved, v.roads)]
        for v in VILLAGES
    ]
    roads, paved = total(lambda v: v.roads), total(lambda v: v.paved)
    sums = [vn(roads, 1), vn(paved, 1), vn(roads - paved, 1), share(paved, roads)]
    return Grid(
        [14, 48, 25, 25, 25, 25],
        [
            [
                "STT",
                "Thôn, bản",
                "Tổng chiều dài (km)",
                "Đã cứng hóa (km)",
                "Chưa cứng hóa (km)",
                "Tỷ lệ cứng hóa (%)",
            ],
            *numbered(rows, sums),
        ],
    )


def result_rows(lines: list[Budget]) -> list[list[str]]:
    """Return plan, result, share and next year's plan of budget lines."""
    return [
        [
            line.number,
            line.name,
            vn(line.plan),
            vn(line.result),
            share(line.result, line.plan),
            vn(line.next),
        ]
        for line in lines
    ]


def bold(line: Budget) -> Budget:
    """Mark a budget line as a sum."""
    return line._replace(number=f"**{line.number}")


RESULT_HEAD = [
    "STT",
    "Nội dung",
    "Dự toán 2026",
    "Ước thực hiện 2026",
    "So sánh (%)",
    "Dự toán 2027",
]
RESULT_WIDTHS: list[float] = [12, 66, 21, 23, 18, 22]


def revenue_grid() -> Grid:
    """Return the revenue raised in the commune."""
    return Grid(RESULT_WIDTHS, [RESULT_HEAD, *result_rows([bold(REVENUE), *REVENUES])])


def spending_grid() -> Grid:
    """Return what the commune spends."""
    lines = [
        bold(SPENDING),
        bold(INVESTMENT),
        *INVESTMENTS,
        bold(RECURRENT),
        *RECURRENTS,
        bold(RESERVE)._replace(number="**III"),
    ]
    return Grid(RESULT_WIDTHS, [RESULT_HEAD, *result_rows(lines)])


def sources_grid() -> Grid:
    """Return where the budget of the commune comes from."""
    whole = summed("**", "TỔNG NGUỒN THU NGÂN SÁCH XÃ", SOURCES)
    return Grid(RESULT_WIDTHS, [RESULT_HEAD, *result_rows([whole, *SOURCES])])


def plan_grid(moved: int = 0) -> Grid:
    """Return next year's plan; some money may be moved from administration to the environment."""
    lines = [
        line._replace(next=line.next + {"5": moved, "7": -moved}.get(line.number, 0))
        for line in RECURRENTS
    ]
    order = [
        bold(SPENDING)._replace(number="**"),
        bold(INVESTMENT),
        *INVESTMENTS,
        bold(RECURRENT),
        *lines,
        bold(RESERVE)._replace(number="**III"),
    ]
    return Grid(
        [16, 106, 40],
        [
            ["STT", "Nội dung", "Dự toán năm 2027"],
            *([line.number, line.name, vn(line.next)] for line in order),
        ],
    )


def plan_sources_grid() -> Grid:
    """Return the sources of next year's plan."""
    whole = summed("**", "TỔNG NGUỒN THU NGÂN SÁCH XÃ", SOURCES)
    return Grid(
        [16, 106, 40],
        [
            ["STT", "Nội dung", "Dự toán năm 2027"],
            *([line.number, line.name, vn(line.next)] for line in [whole, *SOURCES]),
        ],
    )


def plan_revenue_grid() -> Grid:
    """Return next year's revenue in the commune."""
    return Grid(
        [16, 106, 40],
        [
            ["STT", "Nội dung", "Dự toán năm 2027"],
            *([line.number, line.name, vn(line.next)] for line in [bold(REVENUE), *REVENUES]),
        ],
    )


def village_grid(village: Village) -> Grid:
    """Return the main figures of one village."""
    rows = [
        ("Số hộ", "hộ", vn(village.households)),
        ("Nhân khẩu", "người", vn(village.people)),
        ("Diện tích lúa cả năm", "ha", vn(village.spring_rice + village.summer_rice, 1)),
        (
            "Sản lượng lúa cả năm",
            "tấn",
            vn(round(spring_tons(village), 1) + round(summer_tons(village), 1), 1),
        ),
        ("Đàn trâu, bò", "con", vn(village.buffaloes)),
        ("Đàn lợn", "con", vn(village.pigs)),
        ("Tỷ lệ đường thôn, bản được cứng hóa", "%", share(village.paved, village.roads)),
        ("Tỷ lệ hộ nghèo", "%", share(village.poor, village.households)),
        ("Tỷ lệ người dân tham gia bảo hiểm y tế", "%", share(village.insured, village.people)),
    ]
    return Grid(
        [14, 88, 26, 34],
        [
            ["STT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026"],
            *([str(number), *row] for number, row in enumerate(rows, 1)),
        ],
    )


def target_grid(village: Village) -> Grid:
    """Return what one village is asked to reach next year, beside this year's result."""
    rows = [
        ("Diện tích lúa xuân", "ha", vn(village.spring_rice, 1), vn(village.spring_rice, 1)),
        (
            "Năng suất lúa xuân",
            "tạ/ha",
            vn(village.spring_yield, 1),
            vn(village.spring_yield + 0.6, 1),
        ),
        ("Diện tích lúa mùa", "ha", vn(village.summer_rice, 1), vn(village.summer_rice + 0.2, 1)),
        (
            "Năng suất lúa mùa",
            "tạ/ha",
            vn(village.summer_yield, 1),
            vn(village.summer_yield + 0.5, 1),
        ),
        ("Diện tích ngô cả năm", "ha", vn(village.maize, 1), vn(village.maize, 1)),
        (
            "Diện tích rau các loại",
            "ha",
            vn(village.vegetables, 1),
            vn(village.vegetables * 1.05, 1),
        ),
        ("Đàn trâu, bò", "con", vn(village.buffaloes), vn(village.buffaloes * 1.02)),
        ("Đàn lợn", "con", vn(village.pigs), vn(village.pigs * 1.03)),
        ("Đàn gia cầm", "con", vn(village.poultry), vn(village.poultry * 1.03)),
        (
            "Trồng rừng mới",
            "ha",
            vn(village.new_forest, 1),
            vn(village.new_forest * 220 / total(lambda v: v.new_forest), 1),
        ),
        ("Diện tích mặt nước nuôi cá", "ha", vn(village.ponds, 1), vn(village.ponds, 1)),
        (
            "Đường thôn, bản được cứng hóa",
            "km",
            vn(village.paved, 1),
            vn(min(village.roads, village.paved + 0.45), 1),
        ),
        (
            "Số hộ nghèo",
            "hộ",
            vn(village.poor),
            vn(village.poor - max(1, round(village.poor * 0.27))),
        ),
        ("Số hộ cận nghèo", "hộ", vn(village.near_poor), vn(village.near_poor - 2)),
        ("Hộ gia đình văn hóa", "hộ", vn(village.cultured), vn(village.cultured + 4)),
        (
            "Người dân tham gia bảo hiểm y tế",
            "người",
            vn(village.insured),
            vn(min(village.people, village.insured + 14)),
        ),
        (
            "Hộ phân loại rác tại nguồn",
            "hộ",
            vn(village.households * 0.38),
            vn(village.households * (1 if village.poor < 15 else 0.6)),
        ),
        (
            "Hộ có công trình vệ sinh hợp quy cách",
            "hộ",
            vn(village.households * 0.84),
            vn(village.households * 0.88),
        ),
        ("Thành viên tổ công nghệ số cộng đồng", "người", "7", "9"),
    ]
    head = ["STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện 2026", "Kế hoạch 2027"]
    return Grid(
        [14, 80, 22, 23, 23], [head, *([str(number), *row] for number, row in enumerate(rows, 1))]
    )


def ages(village: Village) -> list[int]:
    """Share the people of a village among four ages."""
    young, school, old = (
        round(village.people * 0.108),
        round(village.people * 0.162),
        round(village.people * 0.1317),
    )
    return [young, school, village.people - young - school - old, old]


def ages_grid() -> Grid:
    """Return the people of each village by age."""
    rows = [[v.name, vn(v.people), *(vn(count) for count in ages(v))] for v in VILLAGES]
    sums = [
        vn(total(lambda v: v.people)),
        *(vn(sum(counts)) for counts in zip(*(ages(v) for v in VILLAGES), strict=True)),
    ]
    heads = ["Nhân khẩu", "Dưới 6 tuổi", "Từ 6 đến 14 tuổi", "Từ 15 đến 59 tuổi", "Từ 60 tuổi"]
    return Grid([12, 40, 22, 22, 22, 22, 22], [["STT", "Thôn, bản", *heads], *numbered(rows, sums)])


def work(village: Village) -> list[int]:
    """Share the working people of a village among farming, crafts, services and work away."""
    workers = round(ages(village)[2] * 0.93)
    farming = round(workers * (0.47 if village.poor < 12 else 0.71))
    crafts, away = round(workers * 0.11), round(workers * 0.09)
    return [workers, farming, crafts, workers - farming - crafts - away, away]


def work_grid() -> Grid:
    """Return what the working people of each village do."""
    rows = [[v.name, *(vn(count) for count in work(v))] for v in VILLAGES]
    sums = [vn(sum(counts)) for counts in zip(*(work(v) for v in VILLAGES), strict=True)]
    heads = [
        "Số người có việc làm",
        "Nông, lâm, thủy sản",
        "Tiểu thủ công nghiệp",
        "Thương mại, dịch vụ",
        "Làm việc ngoài xã",
    ]
    return Grid([12, 40, 22, 22, 22, 22, 22], [["STT", "Thôn, bản", *heads], *numbered(rows, sums)])


def houses_grid() -> Grid:
    """Return how households live."""
    shares: list[Callable[[Village], float]] = [
        lambda v: round(v.households * (0.97 if v.poor < 15 else 0.86)),
        lambda v: round(v.households * 0.967),
        lambda v: round(v.households * (0.74 if v.poor < 15 else 0.17)),
        lambda v: round(v.households * 0.84),
        lambda v: round(v.households * (0.93 if v.poor < 15 else 0.66)),
    ]
    heads = [
        "Nhà kiên cố, bán kiên cố",
        "Nước hợp vệ sinh",
        "Nước sạch đạt quy chuẩn",
        "Nhà vệ sinh hợp quy cách",
        "Có điện thoại thông minh",
    ]
    return Grid([12, 40, 22, 22, 22, 22, 22], by_village(heads, shares, [0] * 5))


def wide_grid() -> Grid:
    """Return the main figures of all villages side by side, for a lying page."""
    columns: list[tuple[str, Callable[[Village], float], int]] = [
        ("Số hộ", lambda v: v.households, 0),
        ("Nhân khẩu", lambda v: v.people, 0),
        ("Lúa cả năm (ha)", lambda v: v.spring_rice + v.summer_rice, 1),
        ("Sản lượng lúa (tấn)", lambda v: round(spring_tons(v), 1) + round(summer_tons(v), 1), 1),
        ("Ngô (ha)", lambda v: v.maize, 1),
        ("Rau (ha)", lambda v: v.vegetables, 1),
        ("Trâu, bò (con)", lambda v: v.buffaloes, 0),
        ("Lợn (con)", lambda v: v.pigs, 0),
        ("Rừng mới (ha)", lambda v: v.new_forest, 1),
        ("Hộ nghèo", lambda v: v.poor, 0),
        ("Đường cứng hóa (km)", lambda v: v.paved, 1),
    ]
    names, values, decimals = zip(*columns, strict=True)
    return Grid([12, 40, *[17.5] * 11], by_village(list(names), list(values), list(decimals)))


REVENUE_RHYTHM = [7.4, 5.1, 7.9, 8.2, 6.8, 9.6, 8.8, 7.1, 7.5, 9.2, 10.1]
SPENDING_RHYTHM = [9.1, 8.0, 7.6, 7.9, 8.2, 8.4, 8.1, 7.8, 8.9, 8.3, 8.5]


def monthly(whole: int, rhythm: list[float]) -> list[int]:
    """Share a sum among the months; December takes what is left."""
    months = [round(whole * part / 100) for part in rhythm]
    return [*months, whole - sum(months)]


def months_grid() -> Grid:
    """Return revenue and spending month by month, with their running sums."""
    revenue, spending = (
        monthly(REVENUE.result, REVENUE_RHYTHM),
        monthly(SPENDING.result, SPENDING_RHYTHM),
    )
    rows = [
        [
            str(month),
            f"Tháng {month:02d}" if month < 3 else f"Tháng {month}",
            vn(revenue[month - 1]),
            vn(sum(revenue[:month])),
            vn(spending[month - 1]),
            vn(sum(spending[:month])),
        ]
        for month in range(1, 13)
    ]
    sums = ["**", "Cả năm", vn(REVENUE.result), "", vn(SPENDING.result), ""]
    return Grid(
        [14, 32, 29, 29, 29, 29],
        [
            ["STT", "Tháng", "Thu trong tháng", "Lũy kế thu", "Chi trong tháng", "Lũy kế chi"],
            *rows,
            sums,
        ],
    )


def village_grids() -> dict[str, Callable[[], Grid]]:
    """Return the grids of every village under its number."""
    grids: dict[str, Callable[[], Grid]] = {}
    for number, village in enumerate(VILLAGES, 1):
        grids |= {
            f"village {number}": partial(village_grid, village),
            f"targets {number}": partial(target_grid, village),
        }
    return grids


GRIDS: dict[str, Callable[[], Grid]] = {
    "population": population_grid,
    "spring rice": lambda: rice_grid("spring"),
    "summer rice": lambda: rice_grid("summer"),
    "maize": maize_grid,
    "livestock": livestock_grid,
    "poverty": poverty_grid,
    "roads": roads_grid,
    "revenue": revenue_grid,
    "spending": spending_grid,
    "sources": sources_grid,
    "plan": plan_grid,
    "plan moved": lambda: plan_grid(300),
    "plan sources": plan_sources_grid,
    "plan revenue": plan_revenue_grid,
    "months": months_grid,
    "ages": ages_grid,
    "work": work_grid,
    "houses": houses_grid,
    "wide": wide_grid,
    **village_grids(),
}


def village_values() -> dict[str, str]:
    """Return the totals over the villages that texts may name."""
    spring, summer = (
        sum(round(tons(v), 1) for v in VILLAGES) for tons in (spring_tons, summer_tons)
    )
    maize, households, people = (
        sum(round(maize_tons(v), 1) for v in VILLAGES),
        total(lambda v: v.households),
        total(lambda v: v.people),
    )
    rice_area = total(lambda v: v.spring_rice + v.summer_rice)
    return {
        "ho": vn(households),
        "khau": vn(people),
        "dan_toc": share(total(lambda v: v.minority), people),
        "lua_xuan": vn(total(lambda v: v.spring_rice), 1),
        "lua_mua": vn(total(lambda v: v.summer_rice), 1),
        "lua": vn(rice_area, 1),
        "tan_xuan": vn(spring, 1),
        "tan_mua": vn(summer, 1),
        "tan_lua": vn(spring + summer, 1),
        "ns_xuan": vn(10 * spring / total(lambda v: v.spring_rice), 1),
        "ns_mua": vn(10 * summer / total(lambda v: v.summer_rice), 1),
        "ngo": vn(total(lambda v: v.maize), 1),
        "tan_ngo": vn(maize, 1),
        "luong_thuc": vn(spring + summer + maize, 1),
        "binh_quan": vn(1000 * (spring + summer + maize) / people),
        "rau": vn(total(lambda v: v.vegetables), 1),
        "trau_bo": vn(total(lambda v: v.buffaloes)),
        "lon": vn(total(lambda v: v.pigs)),
        "gia_cam": vn(total(lambda v: v.poultry)),
        "ao": vn(total(lambda v: v.ponds), 1),
        "rung": vn(total(lambda v: v.new_forest), 1),
        "ngheo_truoc": vn(total(lambda v: v.poor_before)),
        "ngheo": vn(total(lambda v: v.poor)),
        "can_ngheo": vn(total(lambda v: v.near_poor)),
        "tl_ngheo_truoc": share(total(lambda v: v.poor_before), households, 2),
        "tl_ngheo": share(total(lambda v: v.poor), households, 2),
        "giam_ngheo": vn(
            100 * (total(lambda v: v.poor_before) - total(lambda v: v.poor)) / households, 2
        ),
        "duong": vn(total(lambda v: v.roads), 1),
        "cung_hoa": vn(total(lambda v: v.paved), 1),
        "tl_cung_hoa": share(total(lambda v: v.paved), total(lambda v: v.roads)),
        "bhyt": share(total(lambda v: v.insured), people),
        "van_hoa": vn(total(lambda v: v.cultured)),
        "tl_van_hoa": share(total(lambda v: v.cultured), households),
    }


def budget_values() -> dict[str, str]:
    """Return the sums of the budget that texts may name."""
    names = {
        "thu": REVENUE,
        "chi": SPENDING,
        "dau_tu": INVESTMENT,
        "thuong_xuyen": RECURRENT,
        "du_phong": RESERVE,
        "can_doi": BALANCING,
        "huong": OWN_SHARE,
        "muc_tieu": TARGETED,
        "chuyen_nguon": CARRIED,
        "tien_dat": REVENUES[5],
        "giao_duc": RECURRENTS[0],
        "hanh_chinh": RECURRENTS[6],
        "moi_truong": RECURRENTS[4],
        "kinh_te": RECURRENTS[3],
        "xa_hoi": RECURRENTS[7],
    }
    values: dict[str, str] = {}
    for name, line in names.items():
        values |= {
            f"{name}_dt": vn(line.plan),
            f"{name}_th": vn(line.result),
            f"{name}_sau": vn(line.next),
            f"{name}_tl": share(line.result, line.plan),
        }
    return values | {
        "moi_truong_moi": vn(RECURRENTS[4].next + 300),
        "hanh_chinh_moi": vn(RECURRENTS[6].next - 300),
        "tl_du_phong": share(RESERVE.next, SPENDING.next),
        "tang_thu": vn(100 * (REVENUE.next / REVENUE.result - 1), 1),
    }


VALUES = village_values() | budget_values()
