"""Pure Python: conversations and quizzes, without Django. The standard library and itself, nothing else.

Conversation: `scenario.scenario_from_dict` reads, `validation.validate` finds faults, `conversation.begin`,
`open_replies`, `advance`, `replay` and `is_ended` play, `debrief.make_debrief` looks back.
Quiz: `quiz.quiz_from_dict`, `questions_for`, `read_answer`, `score`, `result`; sums in `quiz.statistics`. Skills: `skills.SKILLS`.
"""
