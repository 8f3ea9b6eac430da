"""Specs are shared between threads and never written; the cache builds each definition once."""

from threading import Thread

from service.engine import SpecCache
from tests.engine_reference.drawing import Deployed, Sheet, Store, inner, line, loop, message, timer


def shared_process():
    sheet = Sheet()
    handler = inner("handled", prefix="esp")
    handler._nodes["esp_start"].update(event=message("m"), interrupting=False)
    sheet.event_sub("esp", handler)
    sheet.start(), sheet.end(), sheet.gateway("fork", "parallel"), sheet.gateway("join", "inclusive")
    repeated = loop("=xs", input_element="x", output_collection="all", output_element="=r")
    sheet.sub("box", inner("a"), multi_instance=repeated), sheet.boundary("late", "box", timer("PT1H"))
    sheet.user("b"), sheet.end("late_end"), sheet.chain("late", "late_end")
    sheet.chain("start", "fork", "box", "join", "end"), sheet.chain("fork", "b", "join")
    return sheet.process()


def written(deployed: Deployed) -> str:
    spec = deployed.process(1)
    return repr([(name, sorted(vars(node).items(), key=str)) for name, node in spec.nodes.items()])


def test_specs_are_shared_between_threads_and_never_written():
    deployed, wrong = Deployed(shared_process()), []
    before = written(deployed)

    def work(number: int) -> None:
        for _ in range(10):
            case = Store(deployed=deployed).start({"xs": [1, 2, number]})
            case.do("b").do("a", r=number).do("a", r=number).do("a", r=number)
            if not case.instance.finished or case.root["all"] != [number] * 3:
                wrong.append(number)

    threads = [Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert written(deployed) == before


def test_the_cache_builds_once_and_drops_what_was_not_used():
    cache, read = SpecCache(size=2), []

    def process(key: int):
        read.append(key)
        return line("a").process()

    first = cache.get(1, process)
    assert (cache.get(1, process), first.definition_key) == (first, 1)
    cache.get(2, process), cache.get(1, process), cache.get(3, process)
    assert cache.get(1, process) is first
    cache.get(2, process)
    assert read == [1, 2, 3, 2]
