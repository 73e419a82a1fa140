"""What somebody did, for the verbs of the history that are no move of a table and need no detail; pure."""

from lixiang.appraisal.rules.words import DEEDS

WORDS = {
    **DEEDS,
    # the programme
    "clone": "克隆为新一年的方案",
    "discard_version": "删除未发布的方案",
    "set_day": "调整工作日",
    # applications and their review
    "open_slate": "开始编制推荐名单",
    "object_to": "登记异议",
    # carrying out
    "ask_all": "布置临时汇报",
    "draft": "起草",
    "edit": "修改",
    "attach": "上传文件",
    "detach": "删除文件",
    "add_item": "增加议程",
    "remove_item": "删除议程",
    "put_in_order": "调整顺序",
    "reply": "报送参会人员",
    "record_attendance": "登记出席情况",
    "write_minutes": "起草会议纪要",
    "hand_out": "交办任务",
    "renew": "更换日历订阅地址",
    # closing
    "open_dossier": "开始整理结项材料",
    "describe": "注明佐证材料",
    # ranking
    "compute": "计算排名",
    "enter_bonus": "登记附加分",
    "withdraw_bonus": "撤销登记附加分",
    # outcomes
    "propose_award": "提出奖励建议",
    "draft_recommendation": "起草推荐",
    "open_case": "开始撰写案例",
    "record_adoption": "登记采用",
    "withdraw_adoption": "撤回采用情况",
    "begin_compendium": "开始编印成果汇编",
    "recompile": "继续编印成果汇编",
    "keep_compendium": "成果汇编入库",
    # money
    "grant": "核定扶持经费",
    "set_budget": "编制预算",
    "order": "拟制拨付单",
    "record_spending": "登记支出",
    "give_back": "登记退回结余",
    "recover": "登记追回",
    "match": "登记配套资金",
    "reverse": "冲正",
    # the archive
    "begin_archive": "开始制作归档包",
    "go_on": "继续制作归档包",
    "keep_archive": "归档包核验入库",
    # messages
    "word": "修改消息用语",
    "reset": "恢复原用语",
    "hold": "暂缓外发",
    "release": "重新发送",
    "drop": "取消外发",
    "halt": "暂停外发",
    "lift": "恢复外发",
    # the directory
    "add_organisation": "新增组织",
    "edit_organisation": "修改组织",
    "rename_organisation": "组织更名",
    "merge_organisation": "组织并入",
    "add_post": "新增任职",
    "end_post": "免职",
    "add_user": "新增用户",
    "edit_account": "修改联系方式",
    "deactivate_user": "停用账号",
    "activate_user": "启用账号",
    "grant_role": "授予角色",
    "withdraw_role": "收回角色",
    "deputise": "授权代办",
    "recall_deputation": "结束代办",
    "hand_over": "移交",
    "change_password": "修改密码",
    "reset_password": "重置密码",
    "lock_log_in": "登录锁定",
}
