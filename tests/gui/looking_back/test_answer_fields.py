from app.domain.looking_back import QuestionKind
from app.domain.moment import MAX_TEXT
from app.ui.looking_back.answer_fields import AnswerFields, Question


def test_more_than_can_be_kept_is_told_and_stays_in_its_field(qtbot, theme):
    fields = AnswerFields(theme, [Question("v1", QuestionKind.PREDICTION, "Wat denk je te zien?")])
    qtbot.addWidget(fields)
    told, refused = [], []
    fields.answered.connect(told.append)
    fields.refused.connect(refused.append)
    field = fields._fields[0]
    field.setPlainText("a" * (MAX_TEXT + 1))
    fields.save_now()
    assert (told, len(refused)) == ([], 1)
    assert len(field.toPlainText()) == MAX_TEXT + 1
    field.setPlainText("korter")
    fields.save_now()
    assert told[0][0].text == "korter"
