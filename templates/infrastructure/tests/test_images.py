import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import images

ONE = "sha256:" + "1" * 64
TWO = "sha256:" + "2" * 64


class Images(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "services.txt").write_text("auth-service\nchat-service\n")
        self.write({})

    def write(self, content):
        (self.folder / "images.json").write_text(json.dumps(content))

    def read(self):
        return json.loads((self.folder / "images.json").read_text())

    def run_with(self, *words):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            images.main(list(words), self.folder)
        return printed.getvalue()

    def test_a_pin_changes_one_service_and_keeps_the_rest_in_order(self):
        self.run_with("pin", "chat-service", ONE)
        self.run_with("pin", "auth-service", ONE)
        self.run_with("pin", "chat-service", TWO)
        self.assertEqual(list(self.read().items()), [("auth-service", ONE), ("chat-service", TWO)])

    def test_an_unknown_service_or_a_bad_digest_is_refused_and_nothing_written(self):
        for service, digest in [("no-service", ONE), ("auth-service", "latest"), ("auth-service", ONE + "; id")]:
            with self.assertRaises(images.Mistake):
                self.run_with("pin", service, digest)
        self.assertEqual(self.read(), {})

    def test_what_was_written_by_hand_is_checked(self):
        self.write({"auth-service": 1})
        with self.assertRaisesRegex(images.Mistake, "auth-service"):
            self.run_with("check")
        self.write([])
        with self.assertRaisesRegex(images.Mistake, "object"):
            self.run_with("check")

    def test_a_file_that_is_no_json_is_named_with_its_line(self):
        (self.folder / "images.json").write_text('{\n"auth-service": }')
        with self.assertRaisesRegex(images.Mistake, "line 2"):
            self.run_with("check")

    def test_arguments_are_what_pulumi_takes(self):
        self.write({"auth-service": ONE})
        self.assertEqual(self.run_with("arguments"), f"--plaintext imageDigests.auth-service={ONE}\n")

    def test_the_images_of_this_repository_are_right(self):
        images.main(["check"], Path(__file__).parents[1])


if __name__ == "__main__":
    unittest.main()
