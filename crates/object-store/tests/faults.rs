//! A web server on this machine that fails in the ways in which servers and networks fail.

#![allow(clippy::unwrap_used)] // a test ends by it

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use emo_object_store::{Error, Objects, Options};

/// How one request is answered.
#[derive(Clone, Copy, Debug)]
enum Answer {
    /// As it should be.
    Good,
    /// With this status.
    Status(&'static str),
    /// The connection is closed instead.
    Closed,
    /// The connection is closed after this many bytes of the body.
    Short(usize),
}

struct Server {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Gives these answers to the first requests, and good ones to the others. `tag` is the version
    /// that it names.
    fn start(body: Vec<u8>, tag: Option<&'static str>, answers: &[Answer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/calls/a%20b.wav", listener.local_addr().unwrap());
        let requests: Arc<Mutex<Vec<String>>> = Arc::default();
        let answers = answers.to_vec();
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            let mut answers = answers.into_iter();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = request(&stream);
                let answer = answers.next().unwrap_or(Answer::Good);
                // Before the answer, since the client may look at them as soon as it has it.
                seen.lock().unwrap().push(request.clone());
                respond(&mut stream, &request, answer, &body, tag);
            }
        });
        Self { url, requests }
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// The lines of a request.
fn request(stream: &TcpStream) -> String {
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn respond(stream: &mut TcpStream, request: &str, answer: Answer, body: &[u8], tag: Option<&str>) {
    let range = request.lines().find_map(|line| line.strip_prefix("range: bytes="));
    let (status, bytes, sent) = match answer {
        Answer::Closed => return,
        Answer::Status(status) => (status.to_owned(), Vec::new(), 0),
        Answer::Good | Answer::Short(_) => {
            let (start, end) = range.map_or((0, body.len()), |range| {
                let (start, end) = range.split_once('-').unwrap();
                (start.parse().unwrap(), end.parse::<usize>().unwrap() + 1)
            });
            let part = body[start..end].to_vec();
            let status = match range {
                Some(_) => format!(
                    "206 Partial Content\r\ncontent-range: bytes {start}-{}/{}",
                    end - 1,
                    body.len()
                ),
                None => "200 OK".to_owned(),
            };
            let sent = if let Answer::Short(count) = answer { count } else { part.len() };
            (status, part, sent)
        }
    };
    let tag = tag.map(|tag| format!("etag: \"{tag}\"\r\n")).unwrap_or_default();
    let length = bytes.len();
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{tag}connection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&bytes[..sent]).unwrap();
}

fn body() -> Vec<u8> {
    (0..100_000_u32).map(|at| (at * 7 % 251) as u8).collect()
}

/// With waits that are too short to be noticed.
fn objects(options: Options) -> Objects {
    Objects::with_options(options.retries(3).first_wait(0.001)).unwrap()
}

fn read(objects: &Objects, url: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    objects.open(url).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn an_object_is_read_in_spite_of_faults_that_pass() {
    let faults: [&[Answer]; 5] = [
        &[],
        &[Answer::Status("503 Slow Down"), Answer::Status("500 Internal Server Error")],
        &[Answer::Closed, Answer::Status("429 Too Many Requests")],
        &[Answer::Short(40_000), Answer::Short(10_000)],
        &[Answer::Short(0), Answer::Status("502 Bad Gateway")],
    ];
    for tag in [None, Some("v1")] {
        for answers in faults {
            let server = Server::start(body(), tag, answers);
            assert_eq!(
                read(&objects(Options::default()), &server.url),
                body(),
                "{answers:?} {tag:?}"
            );
            assert_eq!(server.requests().len(), answers.len() + 1, "{answers:?} {tag:?}");
        }
    }
}

#[test]
fn a_body_that_ended_early_goes_on_from_there_where_the_version_is_known() {
    let server = Server::start(body(), Some("v1"), &[Answer::Short(40_000)]);
    assert_eq!(read(&objects(Options::default()), &server.url), body());
    assert!(server.requests()[1].contains("range: bytes=40000-99999"), "{:?}", server.requests());
}

#[test]
fn an_error_says_what_was_asked_for_and_what_the_server_answered() {
    let gone = [
        (Answer::Status("404 Not Found"), 1, "expected an object, got none"),
        (Answer::Status("403 Forbidden"), 1, "expected permission, got 403 Forbidden; credentials"),
        (Answer::Status("503 Slow Down"), 4, "got 503 Service Unavailable after 4 attempts"),
        (Answer::Short(10), 4, "after 4 attempts"),
        (Answer::Closed, 4, "after 4 attempts"),
    ];
    for (answer, requests, expected) in gone {
        let server = Server::start(body(), None, &[answer; 9]);
        let error = objects(Options::default()).open(&server.url).unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with(&server.url) && text.contains(expected), "{text}");
        assert_eq!(server.requests().len(), requests, "{answer:?}");
        assert_eq!(error.is_missing(), requests == 1 && text.contains("got none"), "{text}");
        // Readers of files name the URL themselves.
        assert!(!std::io::Error::from(error).to_string().contains("http://"));
    }
}

#[test]
fn a_large_object_is_read_in_the_blocks_that_are_needed() {
    let options = Options::default().whole_bytes(50_000).block_bytes(1000);
    let server = Server::start(body(), Some("v1"), &[]);
    let mut reader = objects(options.clone()).open(&server.url).unwrap();
    assert_eq!(reader.size(), 100_000);
    let mut four = [0; 4];
    reader.seek(SeekFrom::End(-2002)).unwrap();
    reader.read_exact(&mut four).unwrap();
    assert_eq!(four, body()[97_998..98_002]);
    let requests = server.requests();
    // The block after those that are read may have been asked for by now.
    assert!((3..=4).contains(&requests.len()), "{requests:?}");
    for (request, start) in requests[1..].iter().zip([97_000, 98_000, 99_000]) {
        let range = format!("range: bytes={start}-{}", start + 999);
        assert!(request.contains(&range), "{requests:?}");
    }

    let faults = [Answer::Good, Answer::Closed, Answer::Short(10), Answer::Status("500 Oh")];
    let server = Server::start(body(), None, &faults);
    assert_eq!(read(&objects(options), &server.url), body());
}

#[test]
fn an_object_that_changed_while_it_was_read_is_an_error() {
    let options = Options::default().whole_bytes(50_000).block_bytes(1000);
    let changed = [Answer::Good, Answer::Status("412 Precondition Failed")];
    let server = Server::start(body(), Some("v1"), &changed);
    let error = objects(options).open(&server.url).unwrap().read(&mut [0; 9]).unwrap_err();
    assert!(error.to_string().contains("got a newer one"), "{error}");
}

#[test]
fn objects_that_are_expected_are_fetched_before_they_are_opened_and_once() {
    let server = Server::start(body(), None, &[Answer::Status("503 Slow Down")]);
    let objects = objects(Options::default().ahead(3));
    let url = |at: usize| format!("{}{at}", server.url);
    // The third is expected twice.
    let order = [0, 1, 2, 3, 2, 4, 5].map(url);
    objects.expect(order.clone());
    for url in &order {
        assert_eq!(read(&objects, url), body());
    }
    assert_eq!(server.requests().len(), 7, "{:?}", server.requests());
    // After its last use it is fetched again.
    assert_eq!(read(&objects, &url(2)), body());
    assert_eq!(server.requests().len(), 8);
}

#[test]
fn what_is_fetched_ahead_takes_no_more_than_its_limit() {
    let server = Server::start(body(), None, &[]);
    let options = Options::default().ahead(4).ahead_bytes(250_000);
    let objects = objects(options);
    let urls: Vec<String> = (0..9).map(|at| format!("{}{at}", server.url)).collect();
    objects.expect(urls.iter().chain(&urls).cloned());
    thread::scope(|scope| {
        for half in urls.chunks(5) {
            let objects = &objects;
            scope.spawn(move || {
                for url in half.iter().chain(half) {
                    assert_eq!(read(objects, url), body());
                }
            });
        }
    });
}

#[test]
fn an_object_larger_than_the_limit_of_the_caller_is_an_error() {
    let server = Server::start(body(), None, &[]);
    let error = objects(Options::default()).read(&server.url, 99_999).unwrap_err();
    let Error::At { error, .. } = error else { panic!("{error}") };
    assert!(matches!(*error, Error::TooLarge { bytes: 100_000, limit: 99_999 }), "{error}");
}

#[test]
fn a_web_server_has_no_lists() {
    let error = Objects::new().unwrap().list("https://127.0.0.1/calls/").unwrap_err();
    let expected =
        "https://127.0.0.1/calls/: expected a list of objects, which this server cannot give";
    assert!(error.to_string().starts_with(expected), "{error}");
}

#[test]
fn a_server_that_is_not_there_is_an_error_after_all_attempts() {
    let url = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/a.wav", listener.local_addr().unwrap())
    };
    let error = objects(Options::default()).open(&url).unwrap_err().to_string();
    assert!(error.contains("after 4 attempts") && error.contains("refused"), "{error}");
}
