"""The people, meetings and opinions of the demonstration; local times follow a given day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

UnitKind = Literal["party", "council", "government", "front", "committee", "office", "village"]
ItemKind = Literal["information", "discussion", "decision", "vote"]
SeatRole = Literal["secretary", "chair", "delegate", "observer", "guest"]
Visibility = Literal["self", "desk", "meeting"]
Outcome = Literal["accepted", "partly_accepted", "not_accepted"]
MeetingState = Literal["coming", "closed"]

PASSWORD = "phien-2026"  # noqa: S105 - known to everybody who tries the demonstration
ADMINISTRATOR = "quan.tri"
ENTRANCES = ("thu.ky", "chu.toa", "dai.bieu", "dai.bieu2", "quan.tri")
MAIN_ENTRANCES = ("thu.ky", "chu.toa", "dai.bieu")


@dataclass(frozen=True)
class Unit:
    """An organ of the commune, or a village."""

    key: str
    name: str
    kind: UnitKind


@dataclass(frozen=True)
class Person:
    """A person; the key is the login name."""

    key: str
    name: str
    unit: str
    post: str
    born: int


@dataclass(frozen=True)
class Paper:
    """A file in papers/, under its title; next_version is the file that replaces it."""

    file: str
    title: str
    next_version: str | None = None


@dataclass(frozen=True)
class Item:
    """An item of an agenda, with the items below it."""

    title: str
    kind: ItemKind
    presenter: str
    minutes: int
    papers: tuple[Paper, ...] = ()
    parts: tuple["Item", ...] = ()


@dataclass(frozen=True)
class Seat:
    """The place of a person in a meeting."""

    person: str
    role: SeatRole


@dataclass(frozen=True)
class Reply:
    """What somebody says below a comment."""

    author: str
    text: str


@dataclass(frozen=True)
class Answer:
    """How the drafters settle a comment."""

    author: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True)
class Comment:
    """A comment on the paragraph of a paper that begins with the quote."""

    author: str
    paper: str
    quote: str
    visibility: Visibility
    text: str
    hours_before: int
    replies: tuple[Reply, ...] = ()
    answer: Answer | None = None


@dataclass(frozen=True)
class Meeting:
    """A meeting with its agenda, its seats and what was said about its papers."""

    key: str
    title: str
    place: str
    state: MeetingState
    starts_at: datetime
    ends_at: datetime
    items: tuple[Item, ...]
    seats: tuple[Seat, ...]
    comments: tuple[Comment, ...]


UNITS = (
    Unit("dang-uy", "Đảng ủy xã Vĩnh Thịnh", "party"),
    Unit("hdnd", "Thường trực Hội đồng nhân dân xã Vĩnh Thịnh", "council"),
    Unit("ubnd", "Ủy ban nhân dân xã Vĩnh Thịnh", "government"),
    Unit("mttq", "Ủy ban Mặt trận Tổ quốc Việt Nam xã Vĩnh Thịnh", "front"),
    Unit("ban-kinh-te-xa-hoi", "Ban Kinh tế - Xã hội HĐND xã", "committee"),
    Unit("ban-phap-che", "Ban Pháp chế HĐND xã", "committee"),
    Unit("van-phong", "Văn phòng HĐND và UBND xã", "office"),
    Unit("thon-dong", "Thôn Đông", "village"),
    Unit("thon-ben-da", "Thôn Bến Đá", "village"),
    Unit("ban-na-lung", "Bản Nà Lùng", "village"),
    Unit("ban-co-long", "Bản Co Lống", "village"),
    Unit("ban-suoi-chan", "Bản Suối Chăn", "village"),
    Unit("ban-lung-sang", "Bản Lũng Sang", "village"),
)

PEOPLE = (
    Person(
        "thu.ky", "Trần Thị Mai Phương", "van-phong", "Phó Chánh Văn phòng HĐND và UBND xã", 1988
    ),
    Person("chu.toa", "Nông Đức Thịnh", "hdnd", "Chủ tịch HĐND xã", 1971),
    Person(
        "dai.bieu",
        "Bàn Văn Phúc",
        "ban-na-lung",
        "Đại biểu HĐND xã, người có uy tín bản Nà Lùng",
        1953,
    ),
    Person(
        "dai.bieu2",
        "Lò Thị Inh",
        "ban-suoi-chan",
        "Đại biểu HĐND xã, nguyên Chủ tịch Hội Phụ nữ",
        1956,
    ),
    Person(
        "quan.tri", "Phạm Minh Đức", "van-phong", "Công chức phụ trách công nghệ thông tin", 1993
    ),
    Person("trieu.mui.pham", "Triệu Mùi Pham", "hdnd", "Phó Chủ tịch HĐND xã", 1980),
    Person(
        "hoang.thi.nguyet", "Hoàng Thị Nguyệt", "dang-uy", "Phó Bí thư Thường trực Đảng ủy xã", 1976
    ),
    Person("dinh.cong.sy", "Đinh Công Sỹ", "dang-uy", "Trưởng Ban Xây dựng Đảng", 1982),
    Person(
        "nguyen.van.tuyen", "Nguyễn Văn Tuyến", "dang-uy", "Chủ nhiệm Ủy ban Kiểm tra Đảng ủy", 1979
    ),
    Person("luong.quoc.thai", "Lương Quốc Thái", "ubnd", "Chủ tịch UBND xã", 1974),
    Person("vi.van.toan", "Vi Văn Toản", "ubnd", "Phó Chủ tịch UBND xã", 1978),
    Person("le.thi.bich.lien", "Lê Thị Bích Liên", "ubnd", "Phó Chủ tịch UBND xã", 1983),
    Person("tong.duy.hai", "Tống Duy Hải", "ubnd", "Trưởng Phòng Kinh tế", 1981),
    Person("ma.thi.diep", "Ma Thị Điệp", "ubnd", "Trưởng Phòng Văn hóa - Xã hội", 1985),
    Person(
        "hoang.van.chien", "Hoàng Văn Chiến", "ubnd", "Chỉ huy trưởng Ban Chỉ huy Quân sự xã", 1984
    ),
    Person("bui.dinh.manh", "Bùi Đình Mạnh", "ubnd", "Trưởng Công an xã", 1982),
    Person("lam.thi.thuy", "Lâm Thị Thủy", "ubnd", "Trạm trưởng Trạm Y tế", 1979),
    Person(
        "cao.xuan.truong", "Cao Xuân Trường", "ubnd", "Hiệu trưởng Trường THCS Vĩnh Thịnh", 1977
    ),
    Person("nguyen.thi.hoa", "Nguyễn Thị Hòa", "mttq", "Chủ tịch Ủy ban MTTQ Việt Nam xã", 1975),
    Person("duong.van.luyen", "Dương Văn Luyện", "mttq", "Chủ tịch Hội Nông dân xã", 1978),
    Person("cam.thi.xuan", "Cầm Thị Xuân", "mttq", "Chủ tịch Hội Liên hiệp Phụ nữ xã", 1984),
    Person("phung.van.quy", "Phùng Văn Quý", "mttq", "Chủ tịch Hội Cựu chiến binh xã", 1962),
    Person("ly.a.senh", "Lý A Sềnh", "mttq", "Bí thư Đoàn TNCS Hồ Chí Minh xã", 1996),
    Person(
        "quach.thi.thu.hien",
        "Quách Thị Thu Hiền",
        "ban-kinh-te-xa-hoi",
        "Trưởng Ban Kinh tế - Xã hội",
        1981,
    ),
    Person(
        "do.quang.vinh",
        "Đỗ Quang Vinh",
        "ban-kinh-te-xa-hoi",
        "Phó Trưởng Ban Kinh tế - Xã hội",
        1986,
    ),
    Person(
        "ha.van.khuong", "Hà Văn Khương", "ban-kinh-te-xa-hoi", "Ủy viên Ban Kinh tế - Xã hội", 1968
    ),
    Person("dang.huu.lam", "Đặng Hữu Lâm", "ban-phap-che", "Trưởng Ban Pháp chế", 1977),
    Person("chu.thi.nhan", "Chu Thị Nhàn", "ban-phap-che", "Phó Trưởng Ban Pháp chế", 1989),
    Person("truong.van.ba", "Trương Văn Bá", "ban-phap-che", "Ủy viên Ban Pháp chế", 1964),
    Person("ta.dinh.khoa", "Tạ Đình Khoa", "van-phong", "Chánh Văn phòng HĐND và UBND xã", 1980),
    Person("vu.ngoc.anh", "Vũ Ngọc Ánh", "van-phong", "Công chức Văn phòng, thư ký kỳ họp", 1995),
    Person("phan.dinh.loc", "Phan Đình Lộc", "thon-dong", "Trưởng thôn Đông", 1973),
    Person(
        "nguyen.thi.tham",
        "Nguyễn Thị Thắm",
        "thon-dong",
        "Đại biểu HĐND xã, Giám đốc HTX Đồng Tâm",
        1982,
    ),
    Person("tran.van.khoi", "Trần Văn Khơi", "thon-ben-da", "Trưởng thôn Bến Đá", 1970),
    Person("mai.thi.son", "Mai Thị Son", "thon-ben-da", "Đại biểu HĐND xã", 1966),
    Person("ban.thi.mui", "Bàn Thị Mụi", "ban-na-lung", "Trưởng bản Nà Lùng", 1987),
    Person("quang.van.inh", "Quàng Văn Ình", "ban-co-long", "Trưởng bản Co Lống", 1979),
    Person("lo.van.pang", "Lò Văn Pảng", "ban-suoi-chan", "Trưởng bản Suối Chăn", 1985),
    Person("giang.a.chua", "Giàng A Chứa", "ban-lung-sang", "Trưởng bản Lũng Sang", 1990),
    Person(
        "vang.thi.say",
        "Vàng Thị Say",
        "ban-lung-sang",
        "Đại biểu HĐND xã, giáo viên điểm trường",
        1994,
    ),
    Person(
        "sung.a.lenh", "Sùng A Lềnh", "ban-lung-sang", "Đại biểu HĐND xã, người có uy tín", 1958
    ),
)

REPORT = Paper(
    "bao-cao-kinh-te-xa-hoi.pdf", "Báo cáo tình hình kinh tế - xã hội năm 2026, nhiệm vụ năm 2027"
)
RESOLUTION = Paper(
    "du-thao-nghi-quyet-ngan-sach.pdf",
    "Dự thảo Nghị quyết về dự toán và phân bổ ngân sách xã năm 2027",
    "du-thao-nghi-quyet-ngan-sach-v2.pdf",
)
BUDGET_PROPOSAL = Paper(
    "to-trinh-phan-bo-ngan-sach.pdf",
    "Tờ trình về dự toán và phương án phân bổ ngân sách xã năm 2027",
)
ROAD_PROPOSAL = Paper(
    "to-trinh-duong-giao-thong.pdf", "Tờ trình điều chỉnh chủ trương đầu tư Đường vào bản Lũng Sang"
)
VERIFICATION = Paper("bao-cao-tham-tra.pdf", "Báo cáo thẩm tra của Ban Kinh tế - Xã hội")
DISASTER_PLAN = Paper(
    "ke-hoach-phong-chong-thien-tai.pdf",
    "Kế hoạch phòng, chống thiên tai và tìm kiếm cứu nạn năm 2026",
)
DECISION = Paper("quyet-dinh-scan.pdf", "Quyết định thành lập Đoàn giám sát (bản quét)")
GUIDANCE = Paper("huong-dan-lay-y-kien.docx", "Hướng dẫn lấy ý kiến và góp ý tài liệu")
PAPERS = (
    REPORT,
    RESOLUTION,
    BUDGET_PROPOSAL,
    ROAD_PROPOSAL,
    VERIFICATION,
    DISASTER_PLAN,
    DECISION,
    GUIDANCE,
)

OBSERVERS = (
    "ta.dinh.khoa",
    "nguyen.van.tuyen",
    "ma.thi.diep",
    "hoang.van.chien",
    "bui.dinh.manh",
    "lam.thi.thuy",
    "phan.dinh.loc",
    "tran.van.khoi",
)
GUESTS = ("cao.xuan.truong", "ly.a.senh", "phung.van.quy", "quang.van.inh")
SECRETARIES = ("thu.ky", "vu.ngoc.anh")
CHAIRS = ("chu.toa", "trieu.mui.pham")
NOT_SEATED = (ADMINISTRATOR,)

PAST_ITEMS = (
    Item("Khai mạc, thông qua chương trình kỳ họp", "information", "chu.toa", 15),
    Item(
        "Kế hoạch phòng, chống thiên tai và tìm kiếm cứu nạn năm 2026",
        "discussion",
        "vi.van.toan",
        60,
        (DISASTER_PLAN,),
    ),
    Item(
        "Điều chỉnh chủ trương đầu tư Đường vào bản Lũng Sang",
        "vote",
        "vi.van.toan",
        75,
        (ROAD_PROPOSAL,),
    ),
    Item(
        "Thông báo thành lập Đoàn giám sát đất công ích và công trình nước sinh hoạt",
        "information",
        "trieu.mui.pham",
        20,
        (DECISION,),
    ),
)

COMING_ITEMS = (
    Item(
        "Khai mạc kỳ họp",
        "information",
        "chu.toa",
        20,
        (),
        (
            Item("Chào cờ, giới thiệu đại biểu, điểm danh", "information", "thu.ky", 10),
            Item("Thông qua chương trình kỳ họp", "decision", "chu.toa", 10),
        ),
    ),
    Item(
        "Hướng dẫn góp ý tài liệu trên hệ thống họp không giấy",
        "information",
        "thu.ky",
        15,
        (GUIDANCE,),
    ),
    Item(
        "Tình hình kinh tế - xã hội năm 2026, nhiệm vụ năm 2027",
        "discussion",
        "luong.quoc.thai",
        75,
        (REPORT,),
        (
            Item("UBND xã trình bày báo cáo", "information", "luong.quoc.thai", 30),
            Item("Thảo luận tại hội trường", "discussion", "chu.toa", 45),
        ),
    ),
    Item(
        "Kết quả phòng, chống thiên tai và chuẩn bị cho năm 2027",
        "discussion",
        "vi.van.toan",
        30,
        (DISASTER_PLAN,),
    ),
    Item(
        "Dự toán và phân bổ ngân sách xã năm 2027",
        "vote",
        "luong.quoc.thai",
        90,
        (RESOLUTION,),
        (
            Item(
                "UBND xã trình bày Tờ trình", "information", "tong.duy.hai", 20, (BUDGET_PROPOSAL,)
            ),
            Item(
                "Ban Kinh tế - Xã hội báo cáo thẩm tra",
                "information",
                "quach.thi.thu.hien",
                15,
                (VERIFICATION,),
            ),
            Item("Thảo luận dự thảo Nghị quyết", "discussion", "chu.toa", 40),
            Item("Biểu quyết thông qua Nghị quyết", "vote", "chu.toa", 15),
        ),
    ),
    Item(
        "Kết quả giám sát đất công ích và công trình nước sinh hoạt",
        "information",
        "dang.huu.lam",
        25,
        (DECISION,),
    ),
    Item(
        "Chất vấn và trả lời chất vấn",
        "discussion",
        "chu.toa",
        60,
        (),
        (
            Item("Hồ sơ đất đai quá hạn", "discussion", "tong.duy.hai", 30),
            Item(
                "Sóng di động và cảnh báo thiên tai tại bản vùng cao",
                "discussion",
                "ma.thi.diep",
                30,
            ),
        ),
    ),
    Item("Thông qua Nghị quyết kỳ họp, bế mạc", "decision", "chu.toa", 20),
)

PAST_COMMENTS = (
    Comment(
        "vang.thi.say",
        "to-trinh-duong-giao-thong.pdf",
        "Tuyến đường ảnh hưởng đến đất của 26 hộ",
        "meeting",
        "Đề nghị nói rõ hai hộ xin đổi đất được đổi ở khu nào, vì bà con sợ đất đổi xa nhà.",
        30,
        (
            Reply(
                "giang.a.chua",
                "Bản đã họp lại, hai hộ đồng ý nhận đất ở khu Co Muông, cách nhà 400 m.",
            ),
        ),
        Answer(
            "vi.van.toan",
            "accepted",
            "Đã ghi vị trí đất đổi vào biên bản và hồ sơ giải phóng mặt bằng.",
        ),
    ),
    Comment(
        "sung.a.lenh",
        "to-trinh-duong-giao-thong.pdf",
        "2. Thi công nền đường, cống thoát nước trong quý IV",
        "meeting",
        "Quý IV bà con thu ngô, xin để công việc nặng sang sau ngày 15 tháng 11 thì mới đủ người"
        " góp công.",
        26,
        (),
        Answer(
            "vi.van.toan",
            "partly_accepted",
            "Nền đường làm từ tháng 10 bằng máy; phần dân góp công lùi sang sau ngày 15 tháng 11.",
        ),
    ),
    Comment(
        "ha.van.khuong",
        "to-trinh-duong-giao-thong.pdf",
        "Nguồn vốn tăng thêm 700 triệu đồng",
        "desk",
        "Khoản tiết kiệm qua đấu thầu 150 triệu đồng đã chắc chưa, đề nghị kiểm tra lại trước khi"
        " biểu quyết.",
        20,
        (),
        Answer(
            "tong.duy.hai", "accepted", "Đã rà soát: ba gói thầu tiết kiệm được 163 triệu đồng."
        ),
    ),
    Comment(
        "dai.bieu2",
        "ke-hoach-phong-chong-thien-tai.pdf",
        "b) Hệ thống truyền thanh phát bản tin cảnh báo",
        "meeting",
        "Đêm mưa to không nghe rõ loa. Nên tập đánh kẻng vài lần cho trẻ con, người già quen"
        " tiếng.",
        44,
        (Reply("lo.van.pang", "Bản xin nhận tập kẻng vào tối thứ Bảy tuần đầu mỗi tháng."),),
        Answer(
            "hoang.van.chien",
            "accepted",
            "Bổ sung tập báo động bằng kẻng vào cuộc diễn tập tháng 6.",
        ),
    ),
    Comment(
        "mai.thi.son",
        "ke-hoach-phong-chong-thien-tai.pdf",
        "b) Ký hợp đồng nguyên tắc với bốn chủ máy xúc",
        "meeting",
        "Nên ký thêm hai chủ thuyền ở bến đò, khi ngập thì xe không vào được.",
        40,
        (),
        Answer(
            "vi.van.toan",
            "not_accepted",
            "Ba xuồng máy của xã đã đủ; thuyền dân chưa đăng kiểm, không được dùng để cứu hộ.",
        ),
    ),
)

COMING_COMMENTS = (
    Comment(
        "dai.bieu",
        "bao-cao-kinh-te-xa-hoi.pdf",
        "Tỷ lệ chất thải rắn sinh hoạt được thu gom, xử lý đạt 78,4%",
        "meeting",
        "Bốn bản vùng cao không có chỗ đổ rác, bà con phải đốt hoặc vứt khe suối. Đề nghị làm điểm"
        " tập kết ngay trong quý II.",
        21,
        (
            Reply(
                "tong.duy.hai",
                "Phòng Kinh tế đã khảo sát vị trí tại bốn bản, dự kiến khởi công tháng 4.",
            ),
            Reply("dai.bieu", "Bản Nà Lùng cũng xin một điểm vì khách du lịch ngày càng đông."),
        ),
    ),
    Comment(
        "dai.bieu2",
        "bao-cao-kinh-te-xa-hoi.pdf",
        "Sau lũ, 18 hộ được hỗ trợ giống ngô nếp",
        "meeting",
        "Còn bảy hộ ven suối chưa được di dời, xin nói rõ tháng nào thì xong.",
        19,
        (),
        Answer(
            "vi.van.toan",
            "accepted",
            "Hoàn thành trước ngày 31 tháng 5 năm 2027; đã ghi tại Phụ lục XI, số thứ tự 9.",
        ),
    ),
    Comment(
        "nguyen.thi.tham",
        "bao-cao-kinh-te-xa-hoi.pdf",
        "a) Mở rộng cánh đồng một giống lên 160 ha",
        "meeting",
        "Tăng từ 96 lên 160 ha là nhanh. Hợp tác xã chỉ bao tiêu thêm được khoảng 40 ha, đề nghị"
        " tính lại.",
        17,
        (
            Reply(
                "duong.van.luyen",
                "Hội Nông dân đang liên hệ thêm một doanh nghiệp thu mua, sẽ có trả lời trước kỳ"
                " họp.",
            ),
        ),
    ),
    Comment(
        "mai.thi.son",
        "bao-cao-kinh-te-xa-hoi.pdf",
        "1. Đề nghị Ủy ban nhân dân tỉnh bố trí 12.500 triệu đồng",
        "meeting",
        "Trong lúc chờ tỉnh, xã nên bố trí tiền di dời ba hộ gần mép nước trước mùa mưa.",
        15,
    ),
    Comment(
        "chu.thi.nhan",
        "du-thao-nghi-quyet-ngan-sach.pdf",
        "2. Chủ tịch Ủy ban nhân dân xã quyết định các khoản chi từ dự phòng",
        "meeting",
        "Mức 200 triệu đồng là cao so với tổng dự phòng, đề nghị hạ xuống 150 triệu đồng như ý kiến"
        " thẩm tra.",
        14,
        (),
        Answer("luong.quoc.thai", "accepted", "Đã sửa thành 150 triệu đồng trong dự thảo lần 2."),
    ),
    Comment(
        "giang.a.chua",
        "du-thao-nghi-quyet-ngan-sach.pdf",
        "3. Công trình giao thông thôn, bản có sự đóng góp",
        "desk",
        "Bản còn 31 hộ nghèo, đóng 10% vẫn khó. Xin cho góp bằng ngày công và đá tại chỗ.",
        12,
        (),
        Answer(
            "tong.duy.hai",
            "partly_accepted",
            "Nâng mức hỗ trợ lên 95%, được góp ngày công hoặc hiến đất; đá khai thác tại chỗ phải"
            " theo quy định về khoáng sản.",
        ),
    ),
    Comment(
        "truong.van.ba",
        "du-thao-nghi-quyet-ngan-sach.pdf",
        "4. Kinh phí phục vụ kỳ họp Hội đồng nhân dân",
        "meeting",
        "Đề nghị giữ khoản này, vì đại biểu lớn tuổi rất cần máy có chữ to.",
        11,
        (),
        Answer(
            "ta.dinh.khoa",
            "not_accepted",
            "Kinh phí trang bị máy đã có trong kế hoạch chuyển đổi số nên không quy định lại tại"
            " Nghị quyết này.",
        ),
    ),
    Comment(
        "dai.bieu",
        "du-thao-nghi-quyet-ngan-sach.pdf",
        "4. Khuyến khích các thôn, bản huy động nguồn lực",
        "self",
        "Hỏi lại: hộ mới thoát nghèo có phải đóng góp không? Nhớ phát biểu ý này.",
        9,
    ),
    Comment(
        "quach.thi.thu.hien",
        "to-trinh-phan-bo-ngan-sach.pdf",
        "c) Mức khoán chi hoạt động của thôn, bản",
        "desk",
        "Tăng 12% nhưng chưa có bảng so sánh với năm 2026, đề nghị bổ sung trước giờ khai mạc.",
        8,
        (Reply("thu.ky", "Đã chuyển Phòng Kinh tế, sẽ bổ sung trong buổi chiều."),),
    ),
    Comment(
        "cam.thi.xuan",
        "bao-cao-tham-tra.pdf",
        "c) Việc thay mặt cầu treo Co Lống",
        "meeting",
        "Đồng ý với Ban. Chị em đi chợ phiên đều qua cầu này, mặt cầu hỏng rất nguy hiểm.",
        6,
    ),
)


def working_day(day: date, step: int) -> date:
    """Return the day itself, or the nearest working day before (-1) or after (1) it."""
    while day.weekday() >= 5:
        day += timedelta(days=step)
    return day


def seats() -> tuple[Seat, ...]:
    """Seat everybody but the administrator; who has no other part is a delegate."""
    groups: tuple[tuple[SeatRole, tuple[str, ...]], ...] = (
        ("observer", OBSERVERS),
        ("guest", GUESTS),
        ("secretary", SECRETARIES),
        ("chair", CHAIRS),
    )
    roles: dict[str, SeatRole] = {key: role for role, keys in groups for key in keys}
    return tuple(
        Seat(person.key, roles.get(person.key, "delegate"))
        for person in PEOPLE
        if person.key not in NOT_SEATED
    )


def past_meeting(today: date) -> Meeting:
    """Return the session before, closed about twenty weeks ago."""
    day = working_day(today - timedelta(days=140), -1)
    return Meeting(
        "ky-hop-thu-hai",
        "Kỳ họp thứ Hai, HĐND xã Vĩnh Thịnh khóa II (thường lệ giữa năm)",
        "Hội trường UBND xã Vĩnh Thịnh",
        "closed",
        datetime.combine(day, time(7, 30)),
        datetime.combine(day, time(11, 30)),
        PAST_ITEMS,
        seats(),
        PAST_COMMENTS,
    )


def coming_meeting(today: date) -> Meeting:
    """Return the session that comes, on the next working day."""
    day = working_day(today + timedelta(days=1), 1)
    return Meeting(
        "ky-hop-thu-ba",
        "Kỳ họp thứ Ba, HĐND xã Vĩnh Thịnh khóa II (thường lệ cuối năm)",
        "Hội trường UBND xã Vĩnh Thịnh",
        "coming",
        datetime.combine(day, time(7, 30)),
        datetime.combine(day, time(16, 30)),
        COMING_ITEMS,
        seats(),
        COMING_COMMENTS,
    )


def meetings(today: date) -> tuple[Meeting, Meeting]:
    """Return both sessions, the past one first."""
    return past_meeting(today), coming_meeting(today)


def said_at(meeting: Meeting, comment: Comment) -> datetime:
    """Return when a comment was made."""
    return meeting.starts_at - timedelta(hours=comment.hours_before)
