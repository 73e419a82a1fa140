"""The route of the gallery, which exists only where the settings want it."""

from django.urls import path

from lixiang.ui import views

urlpatterns = [path("gallery/", views.gallery, name="gallery")]
