"""Routes of tasks: the list, one task, each verb, and the ledger as a workbook."""

from django.urls import path

from lixiang.delivery.views import ledgers, tasks

ONE = "tasks/<slug:ref>/"
urlpatterns = [
    path("tasks/", tasks.show_tasks, name="tasks"),
    path(ONE, tasks.show_task, name="task"),
    path(f"{ONE}report-done/", tasks.report_done, name="report_done"),
    path(f"{ONE}close/", tasks.close, name="close_task"),
    path(f"{ONE}return-done/", tasks.return_done, name="return_done"),
    path(f"{ONE}extend/", tasks.extend, name="extend_task"),
    path(f"{ONE}cancel/", tasks.cancel_task, name="cancel_task"),
    path(f"{ONE}remind/", tasks.remind, name="remind_of_task"),
    path(f"{ONE}attach/", tasks.attach_proof, name="attach_proof"),
    path(f"{ONE}files/<int:number>/", tasks.show_proof, name="proof"),
    path(f"{ONE}files/<int:number>/detach/", tasks.detach_proof, name="detach_proof"),
    path("programmes/<slug:ref>/tasks.xlsx", ledgers.export_ledger, name="export_ledger"),
    path("programmes/<slug:ref>/tasks/import/", ledgers.import_ledger, name="import_ledger"),
    path("programmes/<slug:ref>/tasks/apply/", ledgers.apply_ledger, name="apply_ledger"),
]
