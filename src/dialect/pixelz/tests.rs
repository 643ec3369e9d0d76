use super::*;
use crate::Fault;
use serde_json::json;

fn read_value(value: &Value) -> (crate::Result<Template>, Report) {
    let mut report = Report::new();
    let text = serde_json::to_vec(value).unwrap();
    let template = super::super::template::read(&text, &Limits::default(), &mut report);
    (template, report)
}

fn template(value: &Value) -> Template {
    let (template, report) = read_value(value);
    assert!(report.is_empty(), "{report:?}");
    template.unwrap()
}

/// What a field of a template must not be: the error's place.
fn refused(value: &Value) -> (Fault, String) {
    let error = read_value(value).0.unwrap_err();
    (error.fault(), error.place().unwrap_or_default())
}

/// The payload of the vendor's documentation.
fn post() -> Value {
    json!({
        "contactEmail": "john @ pixelz.com", "contactAPIkey": "44979dfe", "templateName": "My_First_Template",
        "templateOutputFormat": "JPG", "deliveryTimeInHour": "72", "backgroundType": "1",
        "backgroundColor": "FFFFFF", "backgroundVerticalGradientColor": "", "resizeType": "1", "resizeUnit": "",
        "resizeHeight": "4", "resizeWidth": "3", "resizeMinSize": "", "resizeMaxSize": "", "marginType": "2",
        "marginTop": "10", "marginBottom": "10", "marginLeft": "15", "marginRight": "15",
        "marginVerticalAlignment": "", "shadowType": "", "isKeptMannequin": "false", "isKeptModel": "false",
    })
}

#[test]
fn the_documented_payload_is_read_without_a_remark() {
    let template = template(&post());
    assert_eq!(template.name.as_deref(), Some("My_First_Template"));
    assert_eq!(template.background, Background::Color(Color::WHITE));
    assert_eq!(template.canvas, CanvasRule::Ratio(3, 4));
    assert_eq!(template.margins, "10px 15px".parse().unwrap());
    assert_eq!((template.align, template.shadow, template.dpi), (Align::CENTER, ShadowRule::Off, None));
    assert_eq!(template.outputs[0].encoding, Output::of(Format::Jpeg));
}

#[test]
fn the_documented_response_is_read_and_its_handwork_told() {
    let response = json!({ "ErrorCode": "NoError", "Message": "Success", "Template": {
        "BackgroundColor": null, "BackgroundType": 2, "BackgroundVerticalGradientColor": null, "CallbackFtp": null,
        "CallbackUrl": null, "ColorAdjustment": false, "ColorAdjustmentComment": "", "ColorMatchComment": "",
        "ColorMatching": true, "ColorMatchingSetting": "Follow reference", "Comment": "",
        "CreatedDate": "2020-06-26", "DeliveryTimeInHours": 24, "Id": 2066863, "IsCombinedImages": false,
        "IsDeleted": false, "IsKeptMannequin": false, "IsKeptModel": true, "MarginBottom": 0, "MarginLeft": 0,
        "MarginRight": 0, "MarginTop": 0, "MarginType": 1, "ModifiedDate": "2020-08-22", "Name": "PNG",
        "OutputFormat": "PNG", "Price": { "Amount": 2.25 }, "ResizeHeight": null, "ResizeMaxSize": null,
        "ResizeMinSize": null, "ResizeType": 6, "ResizeUnit": 0, "ResizeWidth": null, "ShadowType": 0,
        "VerticalAlignment": 2,
    }});
    let (template, report) = read_value(&response);
    let template = template.unwrap();
    assert_eq!((template.background, template.canvas), (Background::Transparent, CanvasRule::Subject));
    let places: Vec<&str> = report.notes().iter().map(|note| note.place.as_str()).collect();
    assert_eq!(places, ["resizeType", "ColorMatching", "ColorMatchingSetting", "IsKeptModel"]);
    let failed = json!({ "ErrorCode": "InvalidKey", "Message": "no" });
    assert_eq!(refused(&failed), (Fault::Input, "ErrorCode".into()));
}

#[test]
fn every_number_of_the_tables_has_its_meaning() {
    let with = |field: &str, value: Value| {
        let mut fields = json!({ "backgroundType": 0 });
        fields[field] = value;
        template(&fields)
    };
    assert_eq!(with("shadowType", json!("1")).shadow, ShadowRule::Keep);
    assert_eq!(with("shadowType", json!(2)).shadow, ShadowRule::Drop(DropShadow::default()));
    for (value, y) in [(1, 0.0), (2, 0.5), (3, 1.0)] {
        assert_eq!(with("marginVerticalAlignment", json!(value)).align, Align { x: 0.5, y });
        assert_eq!(with("VerticalAlignment", json!(value.to_string())).align, Align { x: 0.5, y });
    }
    for (name, format) in [
        ("JPG", Format::Jpeg),
        ("jpeg", Format::Jpeg),
        ("TIF", Format::Tiff),
        ("TIFF", Format::Tiff),
        #[cfg(feature = "psd")]
        ("PSD", Format::Psd),
        ("PNG", Format::Png),
    ] {
        assert_eq!(with("templateOutputFormat", json!(name)).outputs[0].encoding.format, format);
    }
    let gradient =
        json!({ "backgroundType": 3, "backgroundColor": "#ff0000", "backgroundVerticalGradientColor": "0000ff" });
    assert_eq!(template(&gradient).background, Background::Gradient(Color::rgb(255, 0, 0), Color::rgb(0, 0, 255)));
}

#[test]
fn sizes_have_their_unit_and_a_resolution() {
    let read = |fields: Value| template(&fields);
    let length = |value, unit| Some(Length::Absolute(value, unit));
    let fixed = read(json!({ "resizeType": 2, "resizeUnit": "1", "resizeWidth": "50.5", "dpi": 150 }));
    assert_eq!(fixed.canvas, CanvasRule::Fixed { width: length(50.5, Unit::Mm), height: None });
    assert_eq!((fixed.dpi, fixed.outputs[0].encoding.dpi), (Some(150.0), Some(150.0)));
    let bounded = read(json!({ "resizeType": 3, "resizeUnit": 2, "resizeMinSize": 1, "resizeMaxSize": 2 }));
    assert_eq!(bounded.canvas, CanvasRule::MinMax { min: length(1.0, Unit::In), max: length(2.0, Unit::In) });
    assert_eq!(bounded.dpi, Some(300.0), "physical units are written with their resolution");
    assert_eq!(read(json!({ "resizeType": 2, "resizeWidth": 5 })).dpi, None);
    assert_eq!(
        read(json!({ "resizeType": 1, "resizeWidth": "1.91", "resizeHeight": 1 })).canvas,
        CanvasRule::Ratio(191, 100)
    );
    let percent = read(json!({ "backgroundType": 0, "marginType": 1, "marginTop": "7.5", "marginLeft": 2 }));
    assert_eq!(
        percent.margins,
        "7.5% 0 0 2%"
            .parse()
            .map(|margins| Margins { right: Length::Percent(0.0), bottom: Length::Percent(0.0), ..margins })
            .unwrap()
    );
}

#[test]
fn values_out_of_range_name_their_field() {
    for (fields, place) in [
        (json!({ "backgroundType": 4 }), "backgroundType"),
        (json!({ "backgroundType": "one" }), "backgroundType"),
        (json!({ "backgroundType": 1.5 }), "backgroundType"),
        (json!({ "backgroundType": true }), "backgroundType"),
        (json!({ "backgroundType": 1 }), "backgroundColor"),
        (json!({ "backgroundType": 1, "backgroundColor": "FFF" }), "backgroundColor"),
        (json!({ "backgroundType": 1, "backgroundColor": "GGGGGG" }), "backgroundColor"),
        (json!({ "backgroundType": 1, "backgroundColor": "+12345" }), "backgroundColor"),
        (json!({ "backgroundType": 1, "backgroundColor": 123_456 }), "backgroundColor"),
        (json!({ "backgroundType": 3, "backgroundColor": "FFFFFF" }), "backgroundVerticalGradientColor"),
        (json!({ "backgroundType": 3, "backgroundVerticalGradientColor": "FFFFFF" }), "backgroundColor"),
        (json!({ "backgroundType": 2, "templateOutputFormat": "JPG" }), "templateOutputFormat"),
        (json!({ "templateOutputFormat": "GIF" }), "templateOutputFormat"),
        (json!({ "resizeType": 4 }), "resizeType"),
        (json!({ "resizeType": 5 }), "resizeType"),
        (json!({ "resizeType": -1 }), "resizeType"),
        (json!({ "resizeType": 1, "resizeWidth": 3 }), "resizeType"),
        (json!({ "resizeType": 2 }), "resizeType"),
        (json!({ "resizeType": 3 }), "resizeType"),
        (json!({ "resizeType": 2, "resizeWidth": 0 }), "resizeWidth"),
        (json!({ "resizeType": 2, "resizeWidth": -5 }), "resizeWidth"),
        (json!({ "resizeType": 2, "resizeWidth": "1e3" }), "resizeWidth"),
        (json!({ "resizeType": 3, "resizeMaxSize": "big" }), "resizeMaxSize"),
        (json!({ "resizeType": 0, "resizeUnit": 3 }), "resizeUnit"),
        (json!({ "marginType": 3 }), "marginType"),
        (json!({ "marginType": 1, "marginTop": -1 }), "marginTop"),
        (json!({ "marginType": 1, "marginLeft": 101 }), "marginLeft"),
        (json!({ "marginType": 1, "marginLeft": 50, "marginRight": 50 }), "marginLeft, marginRight"),
        (
            json!({ "marginType": 2, "marginTop": 30, "marginBottom": 30, "resizeType": 2, "resizeHeight": 60 }),
            "marginTop, marginBottom",
        ),
        (json!({ "marginType": 2, "marginTop": "x" }), "marginTop"),
        (json!({ "backgroundType": 0, "marginVerticalAlignment": 0 }), "marginVerticalAlignment"),
        (json!({ "shadowType": 3 }), "shadowType"),
        (json!({ "backgroundType": 0, "dpi": 0 }), "dpi"),
        (json!({ "backgroundType": 0, "deliveryTimeInHour": 48 }), "deliveryTimeInHour"),
        (json!({ "backgroundType": 0, "BackgroundType": 1 }), "BackgroundType"),
        (json!({ "backgroundType": 0, "wobble": 1 }), "wobble"),
    ] {
        let (fault, at) = refused(&fields);
        assert_eq!((fault, at.to_lowercase()), (Fault::Input, place.to_lowercase()), "{fields}");
    }
    #[cfg(not(feature = "psd"))]
    {
        let psd = json!({ "templateOutputFormat": "PSD" });
        assert_eq!(refused(&psd), (Fault::Unsupported, "templateOutputFormat".into()));
    }
}

#[test]
fn what_has_no_effect_or_no_meaning_is_told_once_each() {
    let fields = json!({
        "backgroundType": 0, "backgroundColor": "FFFFFF", "resizeType": 0, "resizeWidth": 5, "resizeHeight": 0,
        "marginTop": 3, "isKeptMannequin": "true", "wibble": null,
    });
    let (template, report) = read_value(&fields);
    assert_eq!(template.unwrap().margins, Margins::default());
    let notes: Vec<(NoteKind, &str)> = report.notes().iter().map(|note| (note.kind, note.place.as_str())).collect();
    assert_eq!(
        notes,
        [
            (NoteKind::Chosen, "backgroundColor"),
            (NoteKind::Chosen, "resizeWidth"),
            (NoteKind::Chosen, "marginTop"),
            (NoteKind::Ignored, "isKeptMannequin"),
        ]
    );
}

#[test]
fn every_fault_is_found_and_none_follows_from_another() {
    let fields = json!({
        "backgroundType": 3, "backgroundColor": "white", "resizeType": 2, "resizeWidth": "wide", "resizeUnit": 7,
        "marginType": 1, "marginTop": 120, "marginColour": "FFFFFF", "shadowType": "soft", "templateOutputFormat": "GIF",
        "deliveryTimeInHour": 1, "dpi": 0,
    });
    let text = serde_json::to_vec(&fields).unwrap();
    let faults = super::super::template::check(&text, &Limits::default(), &mut Report::new()).unwrap_err();
    let mut places: Vec<String> = faults.iter().map(|error| error.place().unwrap_or_default()).collect();
    places.sort();
    let expected = [
        "backgroundColor",
        "deliveryTimeInHour",
        "dpi",
        "marginColour",
        "marginTop",
        "resizeUnit",
        "resizeWidth",
        "shadowType",
        "templateOutputFormat",
    ];
    assert_eq!(places, expected);
    assert!(faults.iter().all(|error| error.help().is_some()), "{faults:?}");
}

/// The response of the vendor's documentation in XML, where the prefix `i` is not declared.
#[test]
fn the_documented_response_in_xml_says_the_same_as_in_json() {
    let xml = r#"
  <TemplateSpecResponse>
    <ErrorCode>NoError</ErrorCode>
    <Message>Success</Message>
    <Template>
        <BackgroundColor i:nil="true"/>
        <BackgroundType>2</BackgroundType>
        <ColorAdjustment>false</ColorAdjustment>
        <ColorAdjustmentComment/>
        <ColorMatching>true</ColorMatching>
        <ColorMatchingSetting>Follow reference</ColorMatchingSetting>
        <Comment></Comment>
        <DeliveryTimeInHours>24</DeliveryTimeInHours>
        <Id>20668</Id>
        <IsKeptModel>true</IsKeptModel>
        <MarginTop>0</MarginTop>
        <MarginType>1</MarginType>
        <Name>PNG</Name>
        <OutputFormat>PNG</OutputFormat>
        <Price><Amount>2.25</Amount><Currency>USD</Currency></Price>
        <ResizeHeight i:nil="true"/>
        <ResizeType>6</ResizeType>
        <ResizeUnit>0</ResizeUnit>
        <ShadowType>0</ShadowType>
        <VerticalAlignment>3</VerticalAlignment>
    </Template>
  </TemplateSpecResponse>"#;
    let read = |text: &[u8], report: &mut Report| super::super::template::read(text, &Limits::default(), report);
    let json = json!({ "ErrorCode": "NoError", "Message": "Success", "Template": {
        "BackgroundColor": null, "BackgroundType": 2, "ColorAdjustment": false, "ColorAdjustmentComment": "",
        "ColorMatching": true, "ColorMatchingSetting": "Follow reference", "Comment": "", "DeliveryTimeInHours": 24,
        "Id": 20668, "IsKeptModel": true, "MarginTop": 0, "MarginType": 1, "Name": "PNG", "OutputFormat": "PNG",
        "Price": { "Amount": 2.25 }, "ResizeHeight": null, "ResizeType": 6, "ResizeUnit": 0, "ShadowType": 0,
        "VerticalAlignment": 3,
    }});
    let (mut of_xml, mut of_json) = (Report::new(), Report::new());
    let template = read(xml.as_bytes(), &mut of_xml).unwrap();
    assert_eq!(template, read(&serde_json::to_vec(&json).unwrap(), &mut of_json).unwrap());
    assert_eq!(of_xml, of_json);
    assert_eq!((template.canvas, template.align.y), (CanvasRule::Subject, 1.0));
    assert_eq!(template.bleed, Bleed::Off, "the vendor's margins are on every side");
    let twice = xml.replace("<ShadowType>0</ShadowType>", "<ShadowType>0</ShadowType><ShadowType>1</ShadowType>");
    assert_eq!(read(twice.as_bytes(), &mut Report::new()).unwrap_err().place().as_deref(), Some("shadowType"));
    for other in ["<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>", "<a><b/></a>"] {
        assert_eq!(read(other.as_bytes(), &mut Report::new()).unwrap_err().what(), "this is not a template", "{other}");
    }
}
