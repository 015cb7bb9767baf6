"""The Dutch sentence for every error code: what happened, what it means for the recording, what to do.

One table for the window and the command line; a test holds it against the codes in the source, both ways.
"""

from app.common.errors import AppError

ERROR_TEXTS: dict[str, str] = {
    "cancelled": "Gestopt. Er is niets half achtergebleven.",
    "unknown_id": "Dit nummer hoort bij niets in de kluis. Er is niets veranderd. Kijk het nummer na.",
    "range_invalid": "Dit stuk klopt niet: het einde ligt voor het begin of buiten de opname. Er is niets veranderd. Kies een ander begin of einde.",
    "time_invalid": "Deze tijd is niet te lezen. Er is niets veranderd. Schrijf bijvoorbeeld 18:44 of 18:44,5.",
    "text_too_long": "Deze tekst is te lang. Er is niets bewaard. Houd het onder {limit} tekens.",
    "chapter_without_name": "Dit deel heeft nog geen naam. Er is niets veranderd. Kies een naam of schrijf er een.",
    "chapters_too_many": "Er staan al {limit} delen op deze tijdlijn. Er is niets veranderd. Wis eerst een deel.",
    "collection_without_name": "Deze verzameling heeft nog geen naam. Er is niets bewaard. Schrijf een naam, liever zonder namen van mensen.",
    "collection_too_long": "In een verzameling passen {limit} dingen. Er is niets bij gekomen. Begin een nieuwe verzameling.",
    "box_invalid": "Dit vlak valt buiten het beeld. Er is niets veranderd. Teken het opnieuw.",
    "reason_missing": "Je laat iemand zichtbaar. Schrijf erbij waarom dat mag.",
    "reviewer_missing": "Er staat niet bij wie heeft gekeken. Er is niets gemaakt. Vul in wie het fragment heeft nagekeken.",
    "media_damaged": "Een stuk van dit bestand is beschadigd. De rest is nog te bekijken. Zet het terug uit je reservekopie.",
    "not_a_video": "Dit is geen video die de app kan lezen. Er is niets toegevoegd. Kies het bestand dat uit de camera of telefoon kwam.",
    "not_a_media_file": "Dit bestand is een verwijzing naar iets anders en geen opname. Het is geweigerd. Kies het videobestand zelf.",
    "no_picture": "In dit bestand zit geluid, maar geen beeld. Er is niets toegevoegd. Kies een video.",
    "picture_unreadable": "Het beeld in dit bestand is niet te lezen. Er is niets toegevoegd. Zet het eerst om met een ander programma.",
    "file_cut_off": "Het einde van dit bestand ontbreekt; alleen de eerste {readable_s} seconden zijn te lezen. Er is niets toegevoegd. "
    "Kopieer de opname opnieuw van de camera of telefoon.",
    "libvlc_missing": "De app kan geen video afspelen: een onderdeel ontbreekt. Je kluis is heel. Installeer de app opnieuw.",
    "libvlc_unsafe": "De app kan geen video afspelen: er staat een vreemd onderdeel bij. Je kluis is heel. Installeer de app opnieuw.",
    "media_crashed": "Deze opname gaat niet open. De app kent de soort niet, of het bestand is stuk. Het origineel is niet veranderd.",
    "media_too_slow": "Het lezen van deze opname duurde te lang. Het origineel is niet veranderd. Zet hem eerst om met een ander programma.",
    "media_too_large": "Deze opname vraagt meer geheugen dan veilig is. Het origineel is niet veranderd. Zet hem eerst om naar een kleinere maat.",
    "file_unreadable": "Dit bestand is niet te lezen. Er is niets veranderd. Staat het er nog, en mag je het openen?",
    "original_changed": "Dit bestand is niet meer hetzelfde als toen het in de kluis kwam. Het is niet gewist. Kijk zelf of het weg mag.",
    "original_protected": "Dit bestand is beschermd tegen wissen. Het staat er nog. Zet het schuifje van de kaart om, of wis het op de camera zelf.",
    "original_stays": "Het bestand is niet te wissen. Het staat er nog, en de opname in je kluis is heel. Wis het op het apparaat zelf.",
    "file_empty": "Dit bestand is leeg. Er is niets bewaard. Kopieer het opnieuw van de camera of telefoon.",
    "title_invalid": "De schuilnaam is leeg of te lang. Er is niets bewaard. Kies een naam van hoogstens {limit} tekens.",
    "already_in_vault": "Deze opname zit al in de kluis. Er is niets dubbel bewaard.",
    "time_outside_recording": "Deze tijd ligt buiten de opname. Er is niets veranderd. Kies een tijd binnen de opname.",
    "fragment_too_long": "Een fragment duurt hoogstens {minutes} minuten. Er is niets veranderd. Kies een korter stuk.",
    "moment_of_other_recording": "Dit moment hoort bij een andere opname. Er is niets veranderd. Kies een moment uit deze opname.",
    "model_missing": "De app kan niet zoeken: een onderdeel ontbreekt of is veranderd. Er is niets gemaakt. Installeer de app opnieuw.",
    "range_empty": "In dit stuk is geen beeld. Er is niets gemaakt. Kies een ander begin of einde.",
    "plan_too_new": "Dit werk is gemaakt met een nieuwere app. Er is niets veranderd. Werk de app eerst bij.",
    "plan_damaged": "Het bewaarde werk aan dit fragment is niet te lezen. De opname is heel. Laat de app opnieuw gezichten zoeken.",
    "plan_does_not_fit": "De vlakken passen niet bij deze opname. Er is niets gemaakt. Laat de app opnieuw gezichten zoeken.",
    "render_failed": "Het maken van de kopie is mislukt. Er is niets bewaard en je opname is heel. Probeer het opnieuw.",
    "clip_has_metadata": "In de kopie zat meer dan beeld en geluid. De kopie is niet bewaard. Meld dit aan de makers van de app.",
    "faces_left": "In de kopie is toch een gezicht te vinden, in {frames} beelden. De kopie is niet bewaard. Kijk die plek na en dek hem af.",
    "voice_missing": "De app kan niet spreken: een onderdeel ontbreekt of is veranderd. Er is niets gemaakt. Installeer de app opnieuw.",
    "captions_missing": "Bij dit fragment staan nog geen ondertitels. Er is niets gemaakt. Maak eerst ondertitels, of kies none of disguise.",
    "sheet_inside_vault": "Deze plek is in een kluis of een reservekopie. De code ligt dan naast het slot. "
    "Er is niets weggeschreven. Kies een andere plek.",
    "file_exists": "Er staat al een bestand met deze naam. Dat is niet veranderd. Kies een andere naam.",
    "export_disk_full": "Er is te weinig ruimte op de plek die je koos. Er is niets weggeschreven. Kies een andere plek.",
    "export_failed": "Het bestand kon daar niet worden weggeschreven. Er is niets achtergebleven. Kies een andere plek.",
    "camera_missing": "Deze camera is er niet. Er is niets opgenomen. Kijk of hij vastzit, of kies een andere.",
    "camera_refused": "De camera gaat niet aan. Er is niets opgenomen. Gebruikt een ander programma hem? "
    "Mag deze app bij de camera? Op Windows staat dat bij Instellingen, Privacy, Camera.",
    "camera_stopped": "De camera stopte. Wat er tot dan was opgenomen, is bewaard. Kijk of hij vastzit, en begin een nieuwe opname.",
    "microphone_missing": "Deze microfoon is er niet. Er is niets opgenomen. Kijk of hij vastzit, of kies een andere.",
    "microphone_refused": "De microfoon gaat niet aan. Er is niets opgenomen. Gebruikt een ander programma hem? "
    "Mag deze app bij de microfoon? Op Windows staat dat bij Instellingen, Privacy, Microfoon.",
    "microphone_stopped": "De microfoon stopte. Wat er tot dan was opgenomen, is bewaard. Kijk of hij vastzit, en begin opnieuw.",
    "nothing_recorded": "Er is nog niets opgenomen. Er is niets bewaard. Begin opnieuw.",
    "consent_missing": "Het luik blijft dicht voor {what}. {because} Er is niets getoond of gemaakt. Vul bij de toestemming in wat er is gezegd.",
    "recording_in_bin": "Deze opname ligt in de prullenbak. Er is niets veranderd. Haal hem terug als je hem toch nodig hebt.",
    "not_in_bin": "Deze opname ligt niet in de prullenbak. Er is niets veranderd. Kijk of je de goede hebt.",
    "person_unknown": "Deze rol staat niet bij deze opname. Er is niets veranderd. Kijk bij de toestemming wie er in beeld is.",
    "people_too_many": "Bij een opname passen hoogstens {limit} mensen. Er is niets bewaard. Haal eerst iemand weg.",
    "role_invalid": "De rol is leeg of te lang. Er is niets bewaard. Schrijf een rol van hoogstens {limit} tekens, en geen naam.",
    "giver_invalid": "Wie ja zei, is leeg of te lang. Er is niets bewaard. Schrijf bijvoorbeeld zelf, ouder1 of voogd, hoogstens {limit} tekens.",
    "givers_too_many": "Er staan te veel mensen bij die ja moeten zeggen. Er is niets bewaard. Noem er hoogstens {limit}.",
    "purpose_unknown": "Dit doel is er niet. Er is niets bewaard. Kies own, supervision, team of family.",
    "purpose_missing": "Er staat niet bij waar ja of nee op is gezegd. Er is niets bewaard. Gebruik --purpose of --refuse.",
    "nothing_to_set": "Er staat niet bij wat er anders moet. Er is niets veranderd. Kijk met --help wat er kan.",
    "consent_csv_invalid": "Deze lijst klopt niet op regel {line}, kolom {column}. Er is niets overgenomen. Verbeter die plek en begin opnieuw.",
    "consent_csv_too_large": "Deze lijst is te groot. Er is niets overgenomen. Houd hem onder {limit} regels.",
    "log_ending_unknown": "Zo kan het logboek niet worden geschreven. Er is niets gemaakt. Kies een naam die eindigt op .csv of .pdf.",
    "purpose_both_ways": "Bij een doel staat ja en ook nee. Er is niets bewaard. Kies een van de twee.",
    "keep_weeks_invalid": "Deze bewaartijd kan niet. Er is niets veranderd. Kies 1 tot {limit} weken.",
    "bin_days_invalid": "Deze wachttijd kan niet. Er is niets veranderd. Kies 0 tot {limit} dagen.",
    "kader_invalid": "Dit kijkkader klopt niet: {count} keer, het eerst op regel {line}. Er is niets veranderd. Kijk het na met 'kader check'.",
    "kader_unknown": "Dit kijkkader is er niet. Er is niets veranderd. Kies een kijkkader uit de lijst.",
    "kader_version_taken": "Versie {version} van dit kijkkader is er al. Er is niets veranderd. Geef het bestand een hogere versie.",
    "kader_id_shipped": "Dit bestand heeft de id van het kijkkader van de app, maar een andere inhoud. Er is niets overgenomen. "
    "Geef je eigen kader een eigen id.",
    "kader_part_in_use": "Hier staat een indicator die al eens is bewaard. Er is niets veranderd. "
    "Laat die indicator vervallen: hij hoort bij oude momenten.",
    "kader_needs_part": "Een kijkkader heeft minstens één rij en één kolom. Er is niets veranderd.",
    "kader_draft_unfinished": "Dit kijkkader is nog niet af: {count} keer. Je werk is bewaard. Kijk bij 'Nog te doen'.",
    "kader_name_missing": "Het kijkkader heeft nog geen naam. Er is niets gemaakt. Vul een naam in.",
    "sheet_too_large": "Dit rekenblad is te groot. Er is niets overgenomen. Houd het onder {limit_mb} MB.",
    "sheet_row_unreadable": "Rij {row} van dit rekenblad is niet te lezen. Er is niets overgenomen. Kijk naar de aanhalingstekens in die rij.",
    "sheet_unreadable": "Dit bestand is geen rekenblad dat de app kan lezen. Er is niets overgenomen. Bewaar het opnieuw als .xlsx of .csv.",
    "indicator_unknown": "Deze indicator staat niet in het kijkkader. Er is niets veranderd. Kies er een uit het kijkkader.",
    "indicator_retired": "Deze indicator is vervallen. Er is niets bewaard. Kies een andere uit het kijkkader.",
    "who_unknown": "Deze keuze bij 'wie' staat niet in het kijkkader. Er is niets bewaard. Kies een rol uit het kijkkader.",
    "wrong_passphrase": "Deze wachtzin past niet. Probeer het rustig opnieuw. Er is niets veranderd.",
    "wrong_recovery_code": "Deze code hoort niet bij deze kluis. Er is niets veranderd. Is er later een nieuwe gemaakt? Zoek het nieuwste papier.",
    "wrong_organisation_key": "Deze sleutel van de organisatie past niet op deze kluis. Er is niets veranderd. Staat de organisatie er wel in?",
    "organisation_key_unreadable": "Dit is geen geheime age-sleutel (AGE-SECRET-KEY-1...). Er is niets veranderd. Kies een ander bestand.",
    "recovery_code_not_proposed": "Deze herstelcode geldt niet meer. Er is niets veranderd: de vorige werkt nog. Maak een nieuwe.",
    "organisation_recipient": "Dit is geen openbare age-sleutel (age1...). Er is niets veranderd. Vraag je organisatie om de goede.",
    "organisation_not_here": "Op dit soort computer kan de app niets met de sleutel van een organisatie. Er is niets veranderd. "
    "Doe dit op een andere computer.",
    "recovery_code_block": "Deze code past niet. Let op blok {block}.",
    "recovery_code_symbol": "Deze code past niet. In blok {block} staat een teken dat er nooit in voorkomt: een 0, O, 1 of I, of een leesteken.",
    "recovery_code_length": "Deze code heeft {symbols} tekens. Het zijn er {expected}: 8 blokken van 4. Tel de blokken na.",
    "recovery_code_wrong": "Deze code past niet. Er zijn twee tekens verwisseld, of meer dan een teken klopt niet. Lees hem blok voor blok na.",
    "passphrase_empty": "Er is geen wachtzin getypt. Er is niets veranderd. Typ je wachtzin.",
    "passphrase_too_long": "Deze wachtzin is te lang. Er is niets veranderd. Houd hem onder {limit} tekens.",
    "passphrase_unreadable": "In deze wachtzin staat een teken dat geen letter is. Er is niets veranderd. Typ hem opnieuw, zonder te plakken.",
    "memory_short": "Er is te weinig geheugen vrij. Er is niets veranderd. Sluit andere programma's. Er is {needed_mb} MB nodig.",
    "not_a_vault": "In deze map staat geen kluis. Er is niets veranderd. Kies de map van je kluis, die eindigt vaak op .kluis.",
    "folder_not_empty": "Deze map is niet leeg. Er is niets gemaakt. Kies een andere of een nieuwe map.",
    "vault_place_synced": "Deze map gaat vanzelf naar {name}. Een kluis kan daar stuk raken. Er is niets gemaakt. "
    "Kies een andere map, of zet er --anyway bij.",
    "vault_place_network": "Deze map staat in het netwerk. Een kluis kan daar stuk raken. Er is niets gemaakt. "
    "Kies een andere map, of zet er --anyway bij.",
    "vault_in_use": "Deze kluis is al open op deze computer, sinds {since}. Er is niets veranderd. Sluit hem daar eerst.",
    "vault_in_use_elsewhere": "Deze kluis is al open op een andere computer, sinds {since}. Er is niets veranderd. Sluit hem daar eerst.",
    "vault_newer": "Deze kluis is gemaakt met een nieuwere Kijkkamer. Er is niets veranderd. Zet die op deze computer (soort {needed} of hoger).",
    "vault_feature_unknown": "Deze kluis gebruikt iets wat deze Kijkkamer niet kent. Er is niets veranderd. Zet de nieuwste versie op deze computer.",
    "header_damaged": "Het sleutelbestand van deze kluis is beschadigd. Je opnamen staan er nog. Zet kluis.json terug uit je reservekopie.",
    "header_unsafe": "Deze kluis heeft een onbekende of onveilige instelling. Er is niets veranderd. Zet kluis.json terug uit je reservekopie.",
    "database_damaged": "De administratie van deze kluis is beschadigd. De opnamen zelf zijn niet veranderd. Zet de kluis terug uit je reservekopie.",
    "database_missing": "De administratie van deze kluis is weg. De opnamen zelf staan er nog. Zet register.db terug uit je reservekopie.",
    "database_busy": "Een ander programma gebruikt deze kluis. Er is niets veranderd. Sluit dat programma en probeer het opnieuw.",
    "media_missing": "Een bestand van deze opname is weg. De rest van de kluis is heel. Zet het terug uit je reservekopie.",
    "media_cut_off": "Een bestand van deze opname heeft niet meer de goede lengte. De rest van de kluis is heel. Zet het terug uit je reservekopie.",
    "written_differs": "Wat op de schijf kwam, is niet wat erin ging. Er is niets bewaard. Misschien is de schijf stuk: kies een andere plek.",
    "source_unreadable": "Het bestand is tijdens het kopiëren weggevallen. Er is niets bewaard. Steek de kaart of stick terug en begin opnieuw.",
    "fragment_damaged": "In dit fragment is de opname beschadigd, van {from_time} tot {to_time}. Er is niets gemaakt. "
    "Kies een stuk ervoor of erna, of zet de opname terug uit je reservekopie.",
    "derived_exists": "Dit is al gemaakt voor deze opname. Er is niets veranderd. Je kunt gewoon doorgaan.",
    "disk_full": "Er is te weinig ruimte. Er is {needed_gb} GB nodig en {free_gb} GB vrij. Wis iets, of kies een andere plek.",
    "disk_became_full": "De schijf raakte vol. Wat al bewaard was, is er nog; het laatste niet. Maak ruimte en doe het opnieuw.",
    "disk_fails": "De schijf werkt niet goed (melding {number}). Wat al bewaard was, is niet veranderd. Maak een reservekopie op een andere schijf.",
    "shredding_waits": "Het is weg uit de kluis. Alleen kon de oude sleutel nog niet worden gewist: is de schijf vol? "
    "Maak ruimte. Bij het volgende openen maakt de app het af.",
    "no_permission": "De app mag hier niet schrijven. Er is niets veranderd. Kies een andere plek, of zet de schrijfbeveiliging uit.",
    "path_too_long": "De naam van deze map, met alle mappen erboven, is te lang. Er is niets veranderd. Kies een map die minder diep ligt.",
    "medium_gone": "De stick of schijf is weg. Wat er al op stond, is niet veranderd. Steek hem terug en begin opnieuw; de app gaat dan verder.",
    "backup_folder_missing": "Deze map is er niet. Er is niets gemaakt. Is de stick of schijf aangesloten? Kies daarna de map opnieuw.",
    "backup_inside_vault": "Een reservekopie in de kluis zelf gaat verloren als de kluis verloren gaat. Er is niets gemaakt. Kies een andere schijf.",
    "disk_too_old_for_big_files": "Op deze stick passen geen bestanden boven 4 GB; je kluis heeft er een van {largest_gb} GB. Er is niets gedaan. "
    "Neem een andere stick, of formatteer deze als exFAT. Formatteren wist wat erop staat.",
    "backup_damaged": "Deze reservekopie is beschadigd. Er is niets teruggezet en de reservekopie is niet veranderd. "
    "Neem een andere reservekopie, of zet alleen terug wat nog goed is.",
    "backup_cut_off": "Het einde van deze reservekopie ontbreekt. Er is niets teruggezet. Kopieer het bestand opnieuw, of neem een andere.",
    "backup_list_damaged": "De lijst van deze reservekopie is beschadigd of veranderd. Er is niets teruggezet. Neem een andere reservekopie.",
    "backup_newer": "Deze reservekopie is gemaakt met een nieuwere Kijkkamer. Er is niets veranderd. Zet de nieuwste versie op deze computer.",
    "backup_not_one": "In deze map staan reservekopieën van meer dan een kluis. Er is niets veranderd. Kies de map van een ervan.",
    "backup_other_vault": "Deze reservekopie is van een andere kluis. Er is niets veranderd. Kies de reservekopie van deze kluis.",
    "vault_changed_meanwhile": "Tijdens het kopiëren zijn de sleutels vernieuwd of is er iets vernietigd. Deze reservekopie is niet bewaard. "
    "Er is niets beschadigd. Maak hem opnieuw.",
    "backup_older_keys": "Deze reservekopie is van voordat je de sleutels vernieuwde. Met de sleutels van nu is hij niet te lezen. "
    "Er is niets veranderd. Gebruik de wachtzin van toen, of maak een nieuwe reservekopie.",
    "not_a_backup": "Dit is geen reservekopie van Kijkkamer. Er is niets veranderd. Kies de map 'Back-up …' of het bestand van de reservekopie.",
    "tombstones_damaged": "De lijst van wat vernietigd is, is beschadigd. Er is niets veranderd. Maak de reservekopie opnieuw.",
    "passphrase_differs": "De twee wachtzinnen zijn niet gelijk. Er is niets gemaakt. Probeer het rustig opnieuw.",
    "passphrase_needed": "Er is geen plek om de wachtzin te typen zonder dat iemand hem ziet. Er is niets gedaan. Gebruik --passphrase-file.",
    "date_invalid": "Deze datum is niet te lezen. Er is niets veranderd. Schrijf jaar, maand en dag, zoals 2026-11-22.",
    "confirmation_missing": "Een opname vernietigen kan niet terug. Er is niets veranderd. Zet er --yes bij als je het zeker weet.",
    "track_unknown": "Dit spoor is er niet bij. Er is niets gemaakt. Kijk met 'kijkkamer fragment detect' welke sporen er zijn.",
    "bleep_outside_fragment": "De piep valt buiten het fragment. Er is niets gemaakt. Kies een tijd binnen het fragment.",
    "name_not_found": "Het woord bij --keep-word is in dit fragment niet als naam gevonden. Er is niets gemaakt. "
    "Kijk met 'kijkkamer fragment detect' welke namen er zijn.",
    "name_unknown": "Deze naam staat niet meer in de lijst. Er is niets veranderd. Kijk opnieuw wat er gevonden is.",
    "recogniser_missing": "De app kan op dit apparaat nog geen spraak uitschrijven: dat onderdeel is niet geïnstalleerd. Er is niets veranderd. "
    "Typ de tekst zelf, voeg een bestand toe, of vraag je beheerder om 'setup --spraak'.",
    "transcript_too_large": "Dit bestand is te groot voor een tekst. Er is niets overgenomen. Houd het onder {limit_mb} MB.",
    "transcript_not_text": "Dit bestand is geen gewone tekst: regel {line} is niet te lezen. Er is niets overgenomen. "
    "Bewaar het als .srt, .vtt of .txt en begin opnieuw.",
    "transcript_line_too_long": "Regel {line} van dit bestand is te lang. Er is niets overgenomen. Houd elke regel onder {limit} tekens.",
    "transcript_time_invalid": "De tijd op regel {line} klopt niet. Er is niets overgenomen. Verbeter die regel en begin opnieuw.",
    "transcript_time_missing": "Bij regel {line} staat geen tijd. Er is niets overgenomen. Verbeter die plek en begin opnieuw.",
    "transcript_words_invalid": "De woorden bij regel {line} zijn niet te lezen: er is er een te lang. Er is niets overgenomen. Verbeter die plek.",
    "transcript_outside_recording": "Regel {line} begint na het einde van de opname. Er is niets overgenomen. "
    "Hoort dit bestand bij een andere opname?",
    "transcript_empty": "In dit bestand staan geen woorden. Er is niets overgenomen. Kies een ander bestand.",
    "transcript_too_long": "Dit is te veel tekst voor een opname. Er is niets bewaard. Maak de tekst korter.",
    "transcript_word_invalid": "Een woord in deze tekst is te lang of leeg. Er is niets bewaard. Verbeter het en bewaar opnieuw.",
    "transcript_turn_invalid": "Een regel in deze tekst heeft geen woorden, of staat niet op volgorde van tijd. Er is niets bewaard. "
    "Verbeter die regel.",
    "own_word_invalid": "Dit kan niet op je lijst van woorden. Er is niets bewaard. Typ een naam of een woord van hoogstens {limit} tekens.",
    "own_word_meaning_invalid": "Zo kan het niet heten. Er is niets bewaard. Kies een kort woord, zoals naam, straat of school.",
    "own_words_too_many": "Er staan te veel woorden op je lijst. Er is niets bewaard. Houd het onder {limit} woorden.",
    "self_test_no_picture": "De oefenclip gaf geen lopend beeld. Je kluizen zijn niet aangeraakt. Installeer de app opnieuw.",
    "self_test_no_faces": "In de oefenclip is geen gezicht gevonden. Je kluizen zijn niet aangeraakt. Installeer de app opnieuw.",
    "self_test_no_speech": "In de oefenclip is geen stem gehoord. Je kluizen zijn niet aangeraakt. Installeer de app opnieuw.",
    "self_test_vault_damaged": "De proefkluis kwam anders van de schijf dan hij erop ging. Je kluizen zijn niet aangeraakt. Laat de schijf nakijken.",
    "self_test_step_missing": "Deze stap kon niet, omdat een eerdere mislukte. Je kluizen zijn niet aangeraakt. "
    "Begin bij de eerste stap die mislukte.",
}
"""Keyed by `AppError.code`; fields in braces are the error's details."""

FINDING_TEXTS: dict[str, str] = {
    "folder_was_open": "Andere gebruikers van dit apparaat konden in de map van de kluis. Dat is dichtgezet. De inhoud was steeds versleuteld.",
    "header_copy_repaired": "Een van de twee sleutelbestanden van de kluis was oud of beschadigd. Dat is hersteld. Je hoeft niets te doen.",
    "import_undone": "Een opname was nog niet klaar met bewaren toen de app stopte. Die is weggehaald. Voeg hem opnieuw toe.",
    "capture_waiting": "Een opname met de app werd onderbroken. Wat er was, is bewaard. In het venster wordt het een gewone opname.",
    "shredding_finished": "Een vernietiging was nog niet helemaal klaar toen de app stopte. Die is nu afgemaakt. Je hoeft niets te doen.",
    "vault_older_than_seen": "Deze kluis is ouder dan de laatste keer op deze computer. Is er een reservekopie teruggezet? "
    "Wat daarna kwam, zit er dan niet in.",
    "media_unknown": "Er stond een bestand in de kluis dat er niet bij hoort. Het staat nu in de map quarantaine. Kijk of je iets mist.",
    "register_rolled_back": "Er missen regels in het logboek, of ze zijn veranderd. Misschien is een oude kopie teruggezet. Kijk of je iets mist.",
    "quarantine_holds": "In de map quarantaine staan bestanden die nergens bij horen. Ze doen geen kwaad. Mis je niets? Dan mag je ze daar weghalen.",
    "destroyed_file_left": "Een vernietigd bestand staat er nog. Niemand kan het lezen: de sleutel is weg. Bij het volgende openen gaat het weg.",
    "clock_set_back": "De klok van deze computer loopt achter op het logboek. Bewaartijden rekenen ermee. Zet de klok goed.",
    "header_damaged": "Het sleutelbestand van de kluis is beschadigd en kon niet worden hersteld. Maak nu een reservekopie op een andere schijf.",
    "media_missing": "Een bestand is weg. Zet het terug uit je reservekopie.",
    "media_cut_off": "Een bestand heeft niet meer de goede lengte. Zet het terug uit je reservekopie.",
    "media_damaged": "Een stuk van een bestand klopt niet meer. De rest is nog te bekijken. Zet het terug uit je reservekopie.",
    "destroyed_again": "Deze opname was al vernietigd toen de reservekopie werd teruggezet. Hij blijft weg. Je hoeft niets te doen.",
    "consent_changed_since": "Na deze reservekopie veranderde iets in de toestemming bij deze opname. Het oude ja telt niet meer. "
    "Kijk wat er het laatst is gezegd, en vul dat in.",
    "tombstones_damaged": "De lijst van wat vernietigd is, klopt niet. Kijk of er iets terug is wat je had vernietigd.",
    "backup_list_damaged": "De lijst van de reservekopie is beschadigd. Maak de reservekopie opnieuw.",
    "backup_older_damaged": "De vorige reservekopie op deze plek is beschadigd; de nieuwste is goed. Maak de reservekopie opnieuw.",
    "backup_header_damaged": "Het sleutelbestand bij de reservekopie is beschadigd; in de lijst staat het ook. Maak de reservekopie opnieuw.",
    "database_damaged": "De administratie van de kluis is beschadigd. Zet de kluis terug uit je reservekopie.",
}
"""Keyed by the `code` of what checking a vault found."""


VAULT_PLACE_TEXTS: dict[str, str] = {
    "synced": "Deze map gaat vanzelf naar {name}. Een kluis kan daar stuk raken, en een kopie ervan verlaat dit apparaat. Kies een gewone map.",
    "network": "Deze map staat ergens in het netwerk. Een kluis raakt daar stuk als de verbinding wegvalt. Kies een map op dit apparaat.",
}
"""Why a vault had better not live there; keyed by the `kind` of a place."""

EXPORT_PLACE_TEXTS: dict[str, str] = {
    "synced": "Deze map gaat vanzelf naar {name}. De kopie verlaat dan meteen dit apparaat. Kies een andere map als je dat niet wilt.",
    "network": "Deze map staat op een ander apparaat in het netwerk. Wie daar bij kan, kan de kopie zien. Kies een andere map als je dat niet wilt.",
}
"""What it means to save a copy there; keyed by the `kind` of a place."""

ENCRYPTION_TEXTS: dict[str, str] = {
    "on": "De schijf is versleuteld met {name}. Ook wat Windows, macOS of Linux zelf wegschrijft, is dan niet te lezen zonder jouw aanmelding.",
    "off": "De schijf is niet versleuteld. De kluis wel, maar de slaapstand kan beeld op de schijf zetten. Vraag je beheerder om {name}.",
    "unknown": "Of de schijf versleuteld is met {name}, is niet te zien. De kluis zelf is altijd versleuteld. Vraag het je beheerder.",
}
"""Keyed by the `state` of the disk's own encryption."""


def error_text(error: AppError) -> str:
    """Return the Dutch sentence for this error, with a comma in its decimals."""
    details = {name: str(fact).replace(".", ",") if isinstance(fact, float) else fact for name, fact in error.details.items()}
    return ERROR_TEXTS[error.code].format(**details)
