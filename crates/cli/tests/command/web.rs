//! `emo web`. The tests of `crates/web` use it with a browser.

#[cfg(not(page))]
#[test]
fn a_program_without_the_page_names_the_script_that_makes_it() {
    let run = crate::emo(&["web", "--port", "0"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("run crates/web/build.sh"), "{}", run.stderr);
}

#[cfg(page)]
mod with_the_page {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpStream;
    use std::process::{Command, Stdio};

    /// The answer of a server that is started for one request.
    fn answer(request: &str) -> String {
        let mut server = Command::new(env!("CARGO_BIN_EXE_emo"))
            .args(["web", "--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let place = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
        assert!(place.starts_with("127.0.0.1:"), "{place}");
        let mut stream = TcpStream::connect(place).unwrap();
        write!(stream, "{request}\r\nHost: {place}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn the_page_has_its_type_and_its_policy() {
        let page = answer("GET / HTTP/1.1");
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        for header in ["Content-Type: text/html", "Cache-Control: no-cache", "default-src 'none'"] {
            assert!(page.contains(header), "{header}: {page}");
        }
        let tag = page.split("ETag: ").nth(1).unwrap().lines().next().unwrap();
        let again = answer(&format!("GET / HTTP/1.1\r\nIf-None-Match: {tag}"));
        assert!(again.starts_with("HTTP/1.1 304"), "{again}");
    }

    #[test]
    fn other_paths_are_not_found() {
        let page = answer("GET /../Cargo.toml HTTP/1.1");
        assert!(page.starts_with("HTTP/1.1 404"), "{page}");
    }
}
