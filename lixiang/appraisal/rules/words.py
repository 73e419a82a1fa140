"""The words that settings of appraisal may use, and what people call them; pure."""

FORMS = {
    "additive": "得分项",
    "deductive": "扣分项",
    "bonus": "加分项",
    "penalty": "减分项",
    "automatic": "自动计分项",
}
MEASURES = {
    "reports_on_time": "按期汇报率",
    "tasks_closed": "交办事项办结率",
    "milestones_reached": "里程碑完成率",
    "late_reports": "逾期汇报次数",
}
SCORERS = {"judge": "评审组评委", "department": "主管单位", "nominator": "申报单位"}
GROUNDS = {
    "same_organisation": "评委所在单位是项目的责任单位、填报单位或者申报单位",
    "same_subtree": "评委所在单位在项目申报单位的管理范围内",
    "joint_organisation": "评委所在单位是项目的联合单位",
    "own_project": "评委是项目负责人、联系人或者项目组成员",
    "declared": "评委申报与项目有利害关系",
}
SIGNED = {"named": "实名评分", "anonymous": "匿名评分"}
AUDIENCES = {"section": "主管单位", "chair": "评审组组长", "judge": "同组评委"}
SEES = {"totals": "总分", "lines": "各项得分和理由"}
PHASES = {"scoring": "评分期间", "closed": "评分结束后"}

LISTS = {
    "appraisal.form": FORMS,
    "appraisal.measure": MEASURES,
    "appraisal.scorer": SCORERS,
    "appraisal.ground": GROUNDS,
    "appraisal.signed": SIGNED,
    "appraisal.audience": AUDIENCES,
    "appraisal.phase": PHASES,
    "appraisal.sees": SEES,
}

# What the history records of a panel and a sheet that is no move of a table.
DEEDS = {
    "draw_up": "组建评审组",
    "add_judge": "安排评委",
    "remove_judge": "取消评委安排",
    "name_chair": "指定组长",
    "add_projects": "安排受评项目",
    "remove_project": "取消受评安排",
    "find_conflicts": "查出应当回避的情形",
    "declare": "申报回避",
    "recuse": "评分中申请回避",
    "assign": "分配评分任务",
    "count_record": "按办理记录计分",
    "draw_order": "抽定汇报顺序",
    "present": "项目汇报",
    "show_scores": "亮分",
    "begin_sheet": "开始评分",
    "correct": "更正评分",
}
