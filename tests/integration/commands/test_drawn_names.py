"""English names of what is drawn, from what was last deployed."""

from service.commands.deploy import Deploy, deploy
from service.presales.papers.drawn_names import english
from tests.integration.drawn import END, START, process


def named(name, english_name):
    return process(
        "named",
        START + f'<bpmn:manualTask id="step" name="{name}"><bpmn:extensionElements><zeebe:properties>'
        f'<zeebe:property name="name:en" value="{english_name}" /><zeebe:property name="role" value="clerk" />'
        "</zeebe:properties></bpmn:extensionElements></bpmn:manualTask>" + END,
        "start step\nstep end",
    )


def test_the_newest_file_of_a_name_says_what_its_elements_are_called(service, database):
    for text in (named("收件", "Take in"), named("收件", "Receive")):
        service.run(deploy, Deploy({"named.bpmn": text.encode()}), "owner")
    with database.read() as connection:
        assert english(connection)["收件"] == "Receive"
