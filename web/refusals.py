"""Refusals in words: every code the house says no with, as a sentence for the person.

Vietnamese is the msgid. The sentence says what is wrong and what to do.
"""

import logging
from typing import Any

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, force_locale, lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from foundation.errors import (
    Conflict,
    Invalid,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Refusal,
    Unavailable,
)

_ = lazy_gettext
log = logging.getLogger(__name__)

STATUS: dict[type[Refusal], int] = {
    Invalid: 400,
    NotSignedIn: 401,
    NotPermitted: 403,
    NotFound: 404,
    Conflict: 409,
    Unavailable: 503,
}

SENTENCES: dict[str, LazyString] = {
    "fault": _("Máy chủ gặp lỗi. Nội dung của ông/bà chưa được lưu; xin thử lại sau ít phút."),
    "not_found": _("Không tìm thấy trang này."),
    "request.not_an_object": _("Dữ liệu gửi lên không đúng dạng."),
    "command.unknown": _("Máy chủ không biết việc này. Xin tải lại trang rồi làm lại."),
    "request.csrf": _("Trang đã mở quá lâu. Xin tải lại trang rồi làm lại."),
    "request.method": _("Địa chỉ này không nhận cách gửi như vậy."),
    "request.too_large": _("Nội dung gửi lên quá lớn."),
    "operation_id.shape": _("Mã thao tác phải là một chuỗi từ 1 đến %(most)s ký tự."),
    "operation_id.taken": _("Mã thao tác này đã dùng cho một việc khác."),
    "field.text": _("Mục “%(field)s” phải là chữ."),
    "field.empty": _("Xin điền mục “%(field)s”."),
    "field.too_short": _("Mục “%(field)s” cần ít nhất %(least)s ký tự."),
    "field.too_long": _("Mục “%(field)s” dài %(found)s ký tự, chỉ được %(most)s."),
    "field.number": _("Mục “%(field)s” phải là số từ %(least)s đến %(most)s."),
    "field.list": _("Mục “%(field)s” phải là danh sách không quá %(most)s dòng."),
    "field.choice": _("Mục “%(field)s” phải là một trong: %(choices)s."),
    "field.moment": _("Mục “%(field)s” phải là ngày giờ đầy đủ, có múi giờ."),
    "field.flag": _("Mục “%(field)s” phải là có hoặc không."),
    "field.box": _("Vị trí đánh dấu trên trang không hợp lệ."),
    "field.selector": _("Cách chỉ đoạn chữ được đánh dấu không hợp lệ."),
    "change.nothing": _("Chưa có gì thay đổi."),
    "sign_in.needed": _("Xin đăng nhập để tiếp tục."),
    "sign_in.wrong": _("Tên đăng nhập hoặc mật khẩu không đúng."),
    "sign_in.too_many": _("Sai quá nhiều lần. Xin thử lại sau %(minutes)s phút."),
    "sign_in.ended": _("Phiên đăng nhập đã kết thúc. Xin đăng nhập lại."),
    "tablet.one_meeting": _(
        "Máy dùng chung này chỉ mở phiên họp đang dự. "
        "Việc khác xin làm trên máy riêng, đăng nhập bằng mật khẩu."
    ),
    "code.shape": _("Mã có đúng 6 chữ số. Xin nhìn màn hình thư ký rồi nhập lại."),
    "code.wrong": _("Mã này không đúng. Xin nhìn kỹ màn hình thư ký rồi nhập lại."),
    "code.unknown": _("Mã QR này không dùng được. Xin thư ký cho mã mới."),
    "code.used": _("Mã này đã dùng rồi, mỗi mã chỉ dùng một lần. Xin thư ký cho mã mới."),
    "code.withdrawn": _("Mã này đã được hủy. Xin thư ký cho mã mới."),
    "code.expired": _("Mã này đã hết hạn: mỗi mã chỉ dùng trong 2 phút. Xin thư ký cho mã mới."),
    "code.elsewhere": _("Mã này đang dùng ở một máy khác. Xin thư ký cho mã mới."),
    "code.guessed": _(
        "Vừa có người dò mã nên mã số này đã hủy. Xin quét mã QR trên màn hình thư ký."
    ),
    "code.closed": _(
        "Có quá nhiều mã sai nên tạm ngừng nhận mã số khoảng %(minutes)s phút. "
        "Xin quét mã QR trên màn hình thư ký, hoặc đăng nhập bằng mật khẩu."
    ),
    "code.wait": _("Đã nhập sai nhiều lần. Xin đợi %(seconds)s giây rồi nhập lại."),
    "code.no_seat": _("Người này không còn trong thành phần dự họp. Xin gặp thư ký."),
    "code.disabled": _("Tài khoản của người này đã bị khóa. Xin liên hệ người quản trị."),
    "code.not_under_way": _("Phiên họp này đã kết thúc hoặc chưa mở nên chưa vào được."),
    "code.too_many": _(
        "Đang có %(most)s mã chờ dùng, không cho thêm được. "
        "Xin đợi đại biểu dùng xong, hoặc đóng bớt mã."
    ),
    "account.disabled": _("Tài khoản này đã bị khóa. Xin liên hệ người quản trị."),
    "account.own": _("Ông/bà không thể tự khóa hoặc bỏ quyền quản trị của mình."),
    "password.wrong": _("Mật khẩu cũ không đúng."),
    "login.shape": _("Tên đăng nhập không được có dấu cách hay ký tự không nhìn thấy."),
    "login.taken": _("Tên đăng nhập “%(login)s” đã có người dùng."),
    "person.unknown": _("Không tìm thấy người này."),
    "person.administers_not": _("Việc này chỉ dành cho người quản trị."),
    "unit.taken": _("Đã có đơn vị tên “%(name)s”."),
    "unit.unknown": _("Không tìm thấy đơn vị này."),
    "right.missing": _("Ông/bà không có quyền làm việc này."),
    "meeting.unknown": _("Không tìm thấy phiên họp này."),
    "meeting.draft": _("Phiên họp chưa được công bố."),
    "meeting.published": _("Phiên họp đang diễn ra, chưa làm được việc này."),
    "meeting.closed": _("Phiên họp đã kết thúc, chỉ còn xem được."),
    "meeting.changed": _("Người khác vừa sửa thông tin phiên họp. Xin xem lại rồi lưu."),
    "meeting.no_agenda": _(
        "Chương trình còn trống. Xin thêm ít nhất một nội dung trước khi công bố."
    ),
    "meeting.ends_before_it_starts": _("Giờ kết thúc phải sau giờ bắt đầu."),
    "meeting.chair_is_secretary": _("Người lập phiên họp là thư ký, xin chọn người khác chủ trì."),
    "seats.nobody": _("Xin chọn ít nhất một người, một đơn vị hoặc một phiên họp trước."),
    "seat.unknown": _("Không tìm thấy người dự họp này."),
    "seat.vacated": _("Ông/bà không còn trong danh sách dự phiên họp này."),
    "seat.last_secretary": _("Phiên họp phải còn ít nhất một thư ký."),
    "item.unknown": _("Không tìm thấy nội dung này trong chương trình."),
    "item.changed": _("Người khác vừa sửa nội dung này. Xin xem cả hai bản rồi chọn."),
    "item.not_empty": _("Nội dung này còn tài liệu hoặc mục con. Xin chuyển hoặc xóa chúng trước."),
    "agenda.too_long": _("Chương trình chỉ được %(most)s nội dung."),
    "agenda.too_deep": _("Chương trình chỉ có hai cấp: nội dung và mục con."),
    "paper.unknown": _("Không tìm thấy tài liệu này."),
    "paper.not_chosen": _("Xin chọn một tệp để tải lên."),
    "paper.missing": _("Máy chủ không còn giữ tệp gốc của tài liệu này. Xin tải tệp lên lại."),
    "paper.name": _("Tên tệp không dùng được. Xin đổi tên tệp rồi tải lại."),
    "paper.unreadable": _(
        "Không đọc được trang nào của tài liệu này. Xin mở tệp trên máy của ông/bà, lưu lại "
        "thành PDF rồi tải lên bản mới."
    ),
    "paper.not_kept": _(
        "Máy chủ không ghi được tệp, có thể vì ổ đĩa đã đầy. Xin báo người quản trị rồi thử lại."
    ),
    "paper.no_worker": _(
        "Máy chủ chưa mở được phần đọc tài liệu. Xin thử lại sau ít phút; nếu vẫn vậy, xin "
        "báo người quản trị."
    ),
    "paper.empty": _("Tệp này trống, không có gì bên trong. Xin kiểm tra rồi chọn tệp khác."),
    "paper.too_large": _("Tệp lớn quá %(most_mib)s MB. Xin chia nhỏ hoặc giảm dung lượng."),
    "paper.unpacks_too_large": _(
        "Tệp này khi mở ra lớn quá mức máy chủ nhận được. Xin chia tệp thành nhiều phần nhỏ, "
        "hoặc xuất ra PDF rồi tải lên."
    ),
    "paper.not_a_paper": _(
        "Tệp này không phải PDF, Word, Excel, PowerPoint hay ảnh JPG, PNG, TIFF, hoặc phần "
        "đuôi tên tệp không đúng. Xin chọn tệp khác, hoặc xuất ra PDF rồi tải lên."
    ),
    "paper.encrypted": _(
        "Tệp này có mật khẩu nên máy chủ không mở được. Xin bỏ mật khẩu rồi tải lên lại."
    ),
    "paper.damaged": _(
        "Tệp này bị hỏng hoặc thiếu một phần nên không mở được. Xin mở thử trên máy của "
        "ông/bà, lưu lại hoặc xuất ra PDF, rồi tải lên lại."
    ),
    "paper.too_many_pages": _(
        "Tệp có hơn %(most)s trang nên máy chủ không nhận. Xin tách thành nhiều tệp nhỏ hơn "
        "rồi tải lên từng tệp."
    ),
    "paper.no_pages": _("Tệp này không có trang nào. Xin xem lại tệp gốc rồi xuất ra PDF lần nữa."),
    "paper.page_too_large": _(
        "Tệp có trang khổ giấy quá lớn hoặc quá nhỏ nên không hiển thị được. Xin đổi khổ "
        "giấy, ví dụ A4, rồi xuất lại PDF."
    ),
    "paper.office_needs_converter": _(
        "Máy chủ chưa cài LibreOffice nên chưa nhận được tệp Word, Excel, PowerPoint. Xin "
        "xuất tệp ra PDF rồi tải lên, hoặc báo người quản trị cài thêm."
    ),
    "paper.office_needs_part": _(
        "LibreOffice trên máy chủ chưa cài đủ nên chưa nhận được tệp loại này. Xin xuất tệp ra "
        "PDF rồi tải lên, hoặc báo người quản trị cài thêm."
    ),
    "paper.conversion_failed": _(
        "Máy chủ không chuyển được tệp này sang PDF. Xin mở tệp trên máy của ông/bà, lưu "
        "thành PDF rồi tải tệp PDF lên."
    ),
    "paper.conversion_too_long": _(
        "Chuyển tệp này sang PDF lâu quá %(seconds)s giây nên máy chủ đã dừng. Xin tự lưu "
        "thành PDF, hoặc chia tệp thành nhiều phần nhỏ, rồi tải lên."
    ),
    "paper.picture_too_large": _(
        "Ảnh này quá lớn, hơn %(most)s triệu điểm ảnh. Xin thu nhỏ ảnh hoặc chụp lại ở cỡ "
        "thường rồi tải lên."
    ),
    "paper.picture_too_small": _(
        "Ảnh này chỉ rộng hoặc cao chưa tới %(least)s điểm ảnh, không đọc được. Xin chụp hoặc "
        "quét lại."
    ),
    "paper.too_many_pictures": _(
        "Tệp ảnh này có hơn %(most)s trang. Xin tách thành nhiều tệp, hoặc chuyển thành PDF "
        "rồi tải lên."
    ),
    "paper.picture_heic": _(
        "Ở đây chưa đọc được ảnh HEIC của iPhone. Xin lưu ảnh thành JPG hoặc PDF rồi tải lên; "
        "để lần sau chụp thẳng ra JPG: Cài đặt, Camera, Định dạng, Tương thích nhất."
    ),
    "version.unknown": _("Không tìm thấy bản này của tài liệu."),
    "version.only_one": _("Tài liệu mới có một bản nên chưa có gì để so sánh."),
    "version.itself": _("Xin chọn hai bản khác nhau để so sánh."),
    "version.is_the_newest": _("Đây đang là bản mới nhất, không cần khôi phục."),
    "version.not_ready": _("Bản này đang được đọc. Xin thử lại sau ít phút."),
    "version.not_compared": _("Chưa so sánh được hai bản này. Xin xem từng bản một."),
    "pack.empty": _("Phiên họp chưa có tài liệu nào để ghép thành tập."),
    "copy.not_made": _(
        "Không tạo được bản PDF để tải về. Xin thử lại; nếu vẫn không được, xin báo thư ký."
    ),
    "pages.not_understood": _(
        "Không hiểu “%(typed)s”. Xin ghi số trang cách nhau bằng dấu phẩy, ví dụ: 1-3, 7."
    ),
    "pages.backwards": _("Ở “%(typed)s” trang đầu đứng sau trang cuối. Xin ghi ngược lại."),
    "pages.beyond": _("Tài liệu này không có trang %(page)s, chỉ có trang 1 đến %(most)s."),
    "print.marks": _("Bản in chỉ có thể có ghi chú của mình, cả ghi chú được chia sẻ, hoặc không."),
    "speech.nothing": _("Không có chữ nào để đọc to."),
    "speech.too_long": _("Mỗi lần chỉ đọc to được %(most)s chữ cái. Xin chia đoạn ngắn hơn."),
    "speech.not_installed": _(
        "Máy này không có giọng đọc tiếng Việt, và máy chủ cũng chưa cài giọng đọc. Xin báo quản "
        "trị cài espeak-ng và lame."
    ),
    "speech.busy": _("Máy chủ đang đọc cho nhiều người. Xin thử lại sau ít giây."),
    "speech.not_made": _("Máy chủ chưa đọc to được đoạn này. Xin thử lại hoặc nghe đoạn khác."),
    "document.unknown": _("Không tìm thấy tài liệu này."),
    "page.unknown": _("Tài liệu không có trang này."),
    "scan.no_recogniser": _(
        "Máy chủ chưa có chương trình nhận dạng chữ trong bản quét. Xin báo quản trị cài "
        "tesseract-ocr và tesseract-ocr-vie."
    ),
    "page.not_recognised": _(
        "Chữ trên trang quét này không đọc được; vẫn xem và góp ý trên cả trang được."
    ),
    "page.unreadable": _(
        "Trang này có lỗi trong tệp nên không hiển thị được. Xin xem các trang khác và báo "
        "thư ký tải lên bản tốt hơn."
    ),
    "picture.width": _("Cỡ hình này không có. Xin dùng một trong: %(widths)s."),
    "picture.rendition": _("Bản hình này không có. Xin bỏ trống hoặc dùng small."),
    "search.nothing": _("Xin gõ ít nhất một chữ hoặc một số để tìm."),
    "search.too_long": _("Tìm quá lâu nên đã dừng. Xin gõ thêm từ, hoặc từ dài hơn, rồi tìm lại."),
    "paragraph.unknown": _("Không tìm thấy đoạn này trong tài liệu."),
    "paragraph.gone": _(
        "Tài liệu vừa được đọc lại, đoạn này không còn. Xin tải lại trang rồi chọn lại đoạn."
    ),
    "mend.unknown": _("Không tìm thấy chỗ sửa này."),
    "mend.no_words": _("Đoạn này không có chữ nên không sửa được."),
    "mend.not_neighbours": _("Chỉ nối được hai đoạn liền nhau. Xin chọn đoạn ngay sau đó."),
    "mend.nothing_to_split": _("Mỗi phần phải có chữ. Xin chọn một chữ ở giữa đoạn để tách."),
    "comment.unknown": _("Không tìm thấy ý kiến này."),
    "comment.changed": _("Ý kiến này vừa được sửa ở nơi khác. Xin xem lại rồi lưu."),
    "comment.region": _(
        "Chỉ khoanh được một chỗ trên trang chưa đọc được chữ. Xin chạm vào một đoạn."
    ),
    "comment.answered": _("Ý kiến đã được trả lời nên không sửa được nữa."),
    "comment.withdrawn": _("Ý kiến này đã được rút."),
    "comment.has_replies": _("Đã có người trả lời, không thể chuyển thành ghi riêng."),
    "reply.has_its_comments_audience": _("Câu trả lời hiện cho những ai thấy ý kiến gốc."),
    "answer.to_a_reply": _("Chỉ trả lời tiếp thu, giải trình cho ý kiến gốc."),
    "place.of_a_reply": _("Câu trả lời luôn đi theo ý kiến gốc. Xin đặt lại ý kiến gốc."),
    "place.needs_a_later_version": _(
        "Đã ghi ở bản %(number)s nên chỉ đặt lại được ở bản mới hơn. Xin mở bản mới hơn."
    ),
    "annotation.unknown": _("Không tìm thấy đánh dấu này."),
    "annotation.changed": _("Đánh dấu này vừa được sửa ở máy khác. Xin xem lại rồi lưu."),
    "annotation.nobody_named": _("Xin chọn ít nhất một người để chia sẻ."),
    "annotation.not_seated": _(
        "Có người được chọn không còn ghế trong phiên họp này. Xin chọn lại người được xem."
    ),
    "annotation.no_unit": _(
        "Ông/bà chưa được ghi thuộc đơn vị nào, nên chưa chia sẻ theo đơn vị được. "
        "Xin nhờ người quản trị ghi đơn vị."
    ),
    "ink.points": _("Nét bút không đọc được. Xin vẽ lại."),
    "ink.too_long": _(
        "Nét bút quá dài: nhiều nhất %(most)s điểm. Xin vẽ thành nhiều nét ngắn hơn."
    ),
    "ink.outside": _("Nét bút ra ngoài trang. Xin vẽ lại trong trang."),
    "ink.needs_a_box": _("Xin chỉ rõ chỗ đặt nét bút trên trang."),
    "ink.of_no_drawing": _("Chỉ nét bút và nét tô mới có đường vẽ."),
    "annotation.no_such_page": _("Bản tài liệu này chỉ có %(most)s trang."),
    "setting.number": _(
        "Cài đặt %(name)s phải là số từ %(least)s đến %(most)s, không phải “%(given)s”."
    ),
    "setting.choice": _("Cài đặt %(name)s phải là một trong: %(choices)s, không phải “%(given)s”."),
    "setting.timezone": _("Cài đặt TIMEZONE “%(given)s” không phải tên múi giờ."),
    "setting.demonstration_data": _(
        "Cơ sở dữ liệu này là của bản trình diễn, mật khẩu ai cũng biết. "
        "Chế độ chính thức cần dữ liệu riêng: xin đặt DATA_DIR (hoặc DATABASE_URL) khác."
    ),
    "setting.port": _(
        "Địa chỉ %(host)s, cổng %(port)s đang có chương trình khác dùng. "
        "Xin chạy lại với cổng khác, ví dụ: PORT=8001 make run"
    ),
    "setting.secret_key": _(
        "Chế độ chính thức cần đặt SECRET_KEY: một chuỗi ngẫu nhiên từ 16 ký tự trở lên."
    ),
}

FIELDS: dict[str, LazyString] = {
    "title": _("Tiêu đề"),
    "name": _("Họ và tên"),
    "login": _("Tên đăng nhập"),
    "password": _("Mật khẩu"),
    "old": _("Mật khẩu cũ"),
    "new": _("Mật khẩu mới"),
    "text": _("Nội dung"),
    "reason": _("Lý do"),
    "note": _("Ghi chú"),
    "place": _("Địa điểm"),
    "starts": _("Bắt đầu"),
    "ends": _("Kết thúc"),
    "kind": _("Loại"),
    "minutes": _("Số phút"),
    "presenter": _("Người trình bày"),
    "presenter_name": _("Người trình bày"),
    "visibility": _("Ai được xem"),
    "role": _("Vai trò"),
    "unit": _("Đơn vị"),
    "post": _("Chức vụ"),
    "chair": _("Chủ trì"),
    "birth_year": _("Năm sinh"),
    "outcome": _("Kết quả"),
    "paragraph": _("Đoạn"),
    "paper": _("Tài liệu"),
    "version": _("Bản"),
    "page": _("Trang"),
    "seats": _("Thành phần"),
    "people": _("Người"),
    "q": _("Từ cần tìm"),
}


def register(app: Flask) -> None:
    """Answer every refusal and fault in words."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def sentence(code: str, parameters: dict[str, Any]) -> str:
    """Return the sentence of a code in the reader's language."""
    known = SENTENCES.get(code) or SENTENCES["fault"]
    field = parameters.get("field")
    shown = parameters | {"field": str(FIELDS.get(str(field), field))}
    try:
        return str(known) % shown
    except (KeyError, TypeError, ValueError):
        log.warning("the sentence of %s lacks a parameter", code)
        return str(known)


def sentence_of(refusal: Refusal) -> str:
    """Return the sentence of a refusal in the reader's language."""
    return sentence(refusal.code, refusal.parameters)


def problem_in_words(code: str | None) -> str | None:
    """Return what went wrong with a paper, in words."""
    return None if code is None else sentence(code, {})


def speaker(app: Flask) -> Any:
    """Return how the other door puts a code into words of a language."""

    def say(code: str, parameters: dict[str, object], language: str) -> str:
        with app.app_context(), force_locale(language):
            return sentence(code, parameters)

    return say


def _refused(refusal: Refusal) -> ResponseReturnValue:
    return _answer(refusal.code, sentence_of(refusal), STATUS[type(refusal)], refusal.parameters)


def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    return _answer("request.too_large", sentence("request.too_large", {}), 413)


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return _answer("request.csrf", sentence("request.csrf", {}), 400)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    code = {404: "not_found", 405: "request.method"}.get(status, "request.not_an_object")
    return _answer(code if status < 500 else "fault", sentence(code, {}), status)


def _fault(fault: Exception) -> ResponseReturnValue:
    log.error("a request failed", exc_info=fault)
    return _answer("fault", sentence("fault", {}), 500)


def _answer(
    code: str, message: str, status: int, parameters: dict[str, Any] | None = None
) -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        answer: dict[str, Any] = {"code": code, "message": message}
        if parameters and "current" in parameters:
            answer["current"] = parameters["current"]
        return jsonify(answer), status
    return render_template("error.html", sentence=message, code=code), status
