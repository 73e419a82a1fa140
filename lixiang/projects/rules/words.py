"""What codes of an application are called on screen and on paper."""

LEADER_POST_WORDS = {"secretary": "书记", "deputy_secretary": "副书记", "member": "委员", "other": "其他"}
RESULT_WORDS = {"theory": "理论成果", "institution": "制度成果", "practice": "实践成果"}
